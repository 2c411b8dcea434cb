"""The thread that owns the workers and the queue: it hands out stretches, minds the sick, and tells the words."""

import collections
import contextlib
import os
import time
from multiprocessing.connection import wait

from zhixi.assist.speech.activity import RATE, Stretch
from zhixi.assist.speech.crew import Worker, answer_of, worker_for
from zhixi.assist.speech.ear import Ear
from zhixi.assist.speech.events import Done, Partial
from zhixi.assist.speech.jobs import Job, Piece, early_jobs, growing_ears
from zhixi.assist.speech.telling import Condition, Teller
from zhixi.assist.speech.turns import Turns
from zhixi.assist.speech.worker import Away, Failed, Ready, Words

MOST_WAITING = 3_600.0  # seconds of speech kept in memory for the workers: 230 MB
TRIES = 4  # a stretch that takes the engine down as often is given up
LOOK = 0.25  # seconds between looks at the clocks

DIED, HUNG = "语音识别进程意外退出，正在重启", "语音识别进程没有响应，正在重启"
STUMBLED, TOO_MUCH, STOPPED = "这一段多次识别出错", "积压过多，这一段未能识别", "服务停止时这一段尚未识别"


class Minder:
    def __init__(self, crew, abilities, teller: Teller, *, hung: float):
        """crew: makes a worker, and says how many there may be. hung: seconds that a stretch may take at least."""
        self._make, self._most = crew
        self._abilities, self._teller, self._hung = abilities, teller, hung
        first = 1 if abilities.remote else self._most
        self.workers: list[Worker] = [self._make() for _ in range(first)]
        self._turns = Turns(most=MOST_WAITING)
        self._ears: set[Ear] = set()
        self._condition = Condition(self._ears, teller)
        self._posts: collections.deque = collections.deque()
        self._woken, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(self._woken, False)
        self._stop = False
        self.unfinished: set[int] = set()  # keys of the ears that `Pool.open` gave and that are not Done

    def post(self, what, *about) -> None:
        """From any thread: one of this object's `on_…` methods, done in its own thread."""
        self._posts.append((what, about))
        with contextlib.suppress(BlockingIOError):  # so many wakings wait that one more says nothing
            os.write(self._wake, b".")

    def run(self) -> None:
        while not self._stop:
            now = time.monotonic()
            self._keep_workers(now)
            self._hand_out(now)
            self._condition.look_at_lateness(now)
            self._await_answers()
            while self._posts:
                what, about = self._posts.popleft()
                what(*about)
        for worker in self.workers:
            worker.end()

    def close(self) -> None:
        """After `run` has come to its end, and nobody posts any more."""
        os.close(self._wake)
        os.close(self._woken)

    def on_open(self, ear: Ear) -> None:
        self._ears.add(ear)
        self._condition.opened(ear)

    def on_stretch(self, ear: Ear, stretch: Stretch) -> None:
        job = ear.job_of(stretch, time.monotonic())
        if job.settled:
            self._tell(ear)
        elif not job.given:
            for dropped in self._turns.add(job):
                self._give_up(dropped, TOO_MUCH)

    def on_ending(self, ear: Ear, stretch: Stretch | None) -> None:
        """The stretch has ended if the silence goes on; None: it does not, or `on_stretch` has come."""
        ear.early = Job(ear, stretch, since=time.monotonic()) if stretch else None

    def on_growing(self, ear: Ear, stretch: Stretch | None) -> None:
        ear.growing, ear.fresh = stretch, stretch is not None
        wanted = {job.key for job in ear.jobs} | ({(ear.key, stretch.first)} if stretch else set())
        for worker in self.workers:
            for key in [key for key in worker.streams if key[0] == ear.key and key not in wanted]:
                worker.drop(key)

    def on_end(self, ear: Ear) -> None:
        ear.ended = True
        self._tell(ear)

    def on_stop(self) -> None:
        self._stop = True
        for ear in tuple(self._ears):
            ear.ended = True
            for job in ear.jobs:
                job.lost = job.lost or ("" if job.words else STOPPED)
            self._tell(ear)

    def _tell(self, ear: Ear) -> None:
        for event in ear.settle():
            self._teller.tell(ear, event)
            if isinstance(event, Done):
                self._ears.discard(ear)
                self._turns.forget(ear)
                self.unfinished.discard(ear.key)

    def _keep_workers(self, now: float) -> None:
        for worker in self.workers:
            if worker.link is None and now >= worker.due:
                worker.start(now)
            elif worker.link is not None and (worker.job or not worker.ready) and now > worker.overdue:
                self._lost(worker, HUNG, guilty=True)
        wanted = self._turns or early_jobs(self._ears) or any(ear.fresh for ear in self._ears)
        room = self._abilities.remote and len(self.workers) < self._most
        if room and wanted and all(worker.ready and worker.job for worker in self.workers):
            self.workers.append(self._make())

    def _hand_out(self, now: float) -> None:
        idle = [worker for worker in self.workers if worker.idle]
        if not idle:
            return
        for job in self._turns.in_order():
            if worker := worker_for(job.key, idle, self.workers):
                self._turns.begin(job)
                idle.remove(worker)
                self._give(worker, job, now)
        for job in early_jobs(self._ears)[: len(idle)]:
            job.given = True
            self._give(idle.pop(), job, now)
        spare = 0 if self._abilities.streaming else 1  # a guess must not stand in the way of the next final
        for ear in growing_ears(self._ears):
            piece = Piece(ear, ear.growing)
            if len(idle) > spare and (worker := worker_for(piece.key, idle, self.workers)):
                ear.fresh, ear.given_at = False, now
                idle.remove(worker)
                self._give(worker, piece, now)

    def _give(self, worker: Worker, job: Job | Piece, now: float) -> None:
        patience = self._hung + 3 * len(job.stretch.samples) / RATE
        if not worker.give(job, streaming=self._abilities.streaming, overdue=now + patience):
            self._lost(worker, DIED)

    def _await_answers(self) -> None:
        links = {worker.link: worker for worker in self.workers if worker.link is not None}
        for link in wait([self._woken, *links], timeout=LOOK):
            if link == self._woken:
                os.read(self._woken, 1 << 16)
            elif links[link].link is link:
                self._answered(links[link], answer_of(links[link]))

    def _answered(self, worker: Worker, answer) -> None:
        match answer:
            case Ready():
                worker.came_up()
                if all(worker.well for worker in self.workers):
                    self._condition.up()
            case Words(words):
                self._heard(worker.done(), words)
            case Failed():
                job = worker.done()
                worker.streams.pop(job.key, None)
                self._again(job, guilty=True)
            case Away(reason):
                self._lost(worker, reason, guilty=True)
                for other in self.workers:
                    if self._abilities.remote and other.idle:
                        other.lose(time.monotonic())  # so that it looks first whether the engine is there
            case _:
                self._lost(worker, DIED, guilty=True)

    def _heard(self, job: Job | Piece, words) -> None:
        ear = job.ear
        if isinstance(job, Job):
            job.words = words
            if job in ear.jobs or job is ear.early:
                return self._tell(ear)
            words = max(
                words.text, ear.partial, key=len
            )  # the speaker has gone on: these are the words so far
        if ear.growing and ear.growing.first == job.stretch.first and words and words != ear.partial:
            ear.partial, ear.shown = words, job.stretch.first
            self._teller.tell(ear, Partial(ear.leg, round(job.stretch.start, 2), words))

    def _again(self, job: Job | Piece | None, *, guilty: bool) -> None:
        """The stretch goes to another worker; unless it seems to be what takes them down."""
        if not isinstance(job, Job):
            return
        job.tries += guilty
        job.given = False
        if job.tries >= TRIES:
            self._give_up(job, STUMBLED)
        elif job in job.ear.jobs:
            self._turns.add_again(job)

    def _give_up(self, job: Job, reason: str) -> None:
        job.lost = reason
        self._tell(job.ear)

    def _lost(self, worker: Worker, reason: str, *, guilty: bool = False) -> None:
        self._again(worker.lose(time.monotonic()), guilty=guilty)
        self._condition.down(reason)
