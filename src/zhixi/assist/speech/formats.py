"""Sound files: WAV (16-bit and other PCM, G.711 A-law and µ-law), FLAC, MP3, Ogg; any rate, any channels.

Read block by block and resampled as it is read, so that three hours of sound need no more memory than a
minute. The ending of the name is not believed: the first bytes tell what a file is.
"""

import pathlib
from collections.abc import Iterator

import numpy as np
import soundfile
import soxr

from zhixi.assist.speech.wav_header import Unfinished, find_data
from zhixi.errors import BadInput

LOWEST_RATE = 6_000  # Hz; below this the consonants are gone, and a recogniser would invent them


class Sound:
    """A sound file that is open for reading, as often as wanted.

    seconds: length as the file tells it, None where it does not. channels: 1 mono, 2 stereo.
    warnings: what a person should know, complete once `blocks` has come to its end.
    """

    def __init__(self, path: pathlib.Path, *, rate: int, block_seconds: float):
        self.path, self._rate, self._block_seconds = path, rate, block_seconds
        self._warnings: list[str] = []
        self._unfinished_at: int | None = None
        self._look_at_header()
        with self._open() as file:
            self._file_rate, self.channels, frames = file.samplerate, file.channels, file.frames
        self._check_rate()
        self._frames = frames if 0 < frames < 1 << 40 else None
        self.seconds = frames / self._file_rate if self._frames else None
        if not self._has_sound():
            raise BadInput(f"{path} holds no sound, only a header", cure="record or copy the file again")

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(self._warnings)

    def blocks(self, channel: int | None = None) -> Iterator[np.ndarray]:
        """Mono float32 in -1..1 at the asked rate, block by block; None mixes all channels into one."""
        if channel is not None and not 0 <= channel < self.channels:
            raise BadInput(
                f"{self.path} has {self.channels} channel(s), and no channel {channel + 1}",
                cure="give a recording with both legs, or one file a leg",
            )
        same = self._file_rate == self._rate
        resampler = None if same else soxr.ResampleStream(self._file_rate, self._rate, 1, dtype="float32")
        for block in self._read():
            mono = block.mean(axis=1) if channel is None else block[:, channel]
            mono = np.nan_to_num(np.ascontiguousarray(mono, np.float32), posinf=1.0, neginf=-1.0)
            yield mono if resampler is None else resampler.resample_chunk(mono)
        if resampler is not None:
            yield resampler.resample_chunk(np.zeros(0, np.float32), last=True)

    def _read(self) -> Iterator[np.ndarray]:
        """Blocks (n, channels) at the file's rate; a damaged end is a warning, not the loss of the rest."""
        size = max(1, round(self._block_seconds * self._file_rate))
        read = 0
        with self._open() as file:
            while True:
                try:
                    block = file.read(size, dtype="float32", always_2d=True)
                except soundfile.LibsndfileError:
                    self._warn("is damaged", read)
                    return
                if not len(block):
                    break
                read += len(block)
                yield block
        if self._frames and read < self._frames:
            self._warn("ends too early", read)

    def _open(self) -> soundfile.SoundFile:
        if self._unfinished_at is not None:
            source = Unfinished(self.path, self._unfinished_at)
        else:
            source = self.path.open("rb")  # not the name: its ending would decide for .raw
        try:
            return _Closing(source)
        except soundfile.LibsndfileError as error:
            source.close()
            raise BadInput(
                f"{self.path} is not sound that can be read ({error.error_string})",
                cure="give a WAV (16-bit PCM or G.711), FLAC, MP3 or Ogg file",
            ) from error

    def _look_at_header(self) -> None:
        try:
            size, data = self.path.stat().st_size, find_data(self.path)
        except FileNotFoundError as error:
            raise BadInput(f"{self.path}: no such file", cure="check the path") from error
        except OSError as error:
            raise BadInput(
                f"{self.path} cannot be read: {error.strerror}", cure="give a sound file you may read"
            ) from error
        if not size:
            raise BadInput(f"{self.path} is empty", cure="record or copy the file again")
        if data and data.unfinished:
            self._unfinished_at = data.at
            self._warnings.append(f"{self.path}: its recorder never finished it; read to the end of the file")
        elif data and data.cut_off and data.held:
            share = f"{data.held / data.claimed:.0%}"
            self._warnings.append(f"{self.path} is cut off: {share} of its sound is there, and was read")

    def _check_rate(self) -> None:
        if self._file_rate < LOWEST_RATE:
            raise BadInput(
                f"{self.path} has {self._file_rate} samples a second, too few for speech",
                cure="record at 8000 or 16000",
            )

    def _has_sound(self) -> bool:
        return any(len(block) for block in self._read())

    def _warn(self, what: str, frames: int) -> None:
        at = f"{frames / self._file_rate:.1f} s"
        text = f"{self.path} {what} after {at}; what stands before was read"
        if text not in self._warnings:
            self._warnings.append(text)


class _Closing(soundfile.SoundFile):
    """Closes the Python file under it too."""

    def __init__(self, source):
        self._source = source
        super().__init__(source)

    def close(self) -> None:
        super().close()
        self._source.close()


def read_sound(path: pathlib.Path | str, *, rate: int = 16_000, block_seconds: float = 0.2) -> Sound:
    """Open a sound file. Raises BadInput naming the file and the cure when it holds no sound."""
    return Sound(pathlib.Path(path), rate=rate, block_seconds=block_seconds)
