"""Rules of the office as rows: made, changed, switched off and on, each with an event of what was and what is.

Which rules there are, who may change them and what a rule must be is told by the room they belong to.
"""

import copy
import dataclasses
from collections.abc import Callable

from django.db import models, transaction
from django.forms.models import model_to_dict

from zhixi.errors import Conflict, NotAllowed, NotFound
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.audit import actions as audit

CHANGES = frozenset({Role.SUPERVISOR, Role.SYSTEM_ADMIN})  # who keeps most rules
WORDS = {"create": "新增", "amend": "修改", "switch_on": "启用", "switch_off": "停用"}
LONGEST = 500  # characters of an event's reason


def _nothing(rule, was) -> dict:
    return {}


@dataclasses.dataclass(frozen=True)
class Rulebook:
    """name: what a rule is called; subject: of its events. keeper, teller: whom to turn to who may not.

    read(fields, now): the columns of a rule, or BadInput. no_twin(rule): Conflict where there is such a rule already.
    told(rule): what an event tells of it.
    """

    name: str
    subject: str
    rows: models.QuerySet
    read: Callable[[dict, object], dict]
    no_twin: Callable[[models.Model], None]
    changes: frozenset = CHANGES
    keeper: str = "督办员或系统管理员"
    reads: frozenset = CHANGES | {Role.LEADER}
    teller: str = "督办员"
    told: Callable[[models.Model], dict] = model_to_dict

    def create(self, *, actor, fields: dict, now, settle=_nothing):
        """A new rule. settle(rule, was): what else follows once it is saved, in the same transaction; it returns
        what else the event tells. was: the rule before, None for a new one."""
        self.may_change(actor)
        with transaction.atomic():
            rule = self.rows.model()
            self._fill(rule, fields, now)
            self._record(actor, rule, "create", None, now, settle(rule, None))
        return rule

    def change(self, *, actor, pk: int, fields: dict, now, settle=_nothing):
        """Change a rule from now on. settle: as with `create`."""
        self.may_change(actor)
        with transaction.atomic():
            rule = self._locked(pk)
            before, was = self.told(rule), copy.copy(rule)
            self._fill(rule, fields, now)
            self._record(actor, rule, "amend", before, now, settle(rule, was))
        return rule

    def switch(self, *, actor, pk: int, active: bool, now, settle=_nothing):
        """Switch a rule off, or on again (停用, 启用); it is never deleted. settle: as with `create`."""
        self.may_change(actor)
        with transaction.atomic():
            rule = self._locked(pk)
            if rule.active == active:
                raise Conflict(f"这条规则已经{'启用' if active else '停用'}", cure="请刷新后再试")
            before, was = self.told(rule), copy.copy(rule)
            rule.active = active
            rule.save()
            verb = "switch_on" if active else "switch_off"
            self._record(actor, rule, verb, before, now, settle(rule, was))
        return rule

    def found(self, pk: int):
        """One rule; NotFound."""
        return self._one(self.rows, pk)

    def may_change(self, actor) -> None:
        if actor.role not in self.changes:
            raise NotAllowed(f"{actor.get_role_display()}不能修改{self.name}", cure=f"请联系{self.keeper}")

    def may_read(self, actor) -> None:
        if actor.role not in self.reads:
            raise NotAllowed(f"{actor.get_role_display()}不能查看{self.name}", cure=f"请联系{self.teller}")

    def _fill(self, rule, fields: dict, now) -> None:
        for name, value in self.read(fields, now).items():
            setattr(rule, name, value)
        self.no_twin(rule)
        rule.save()

    def _locked(self, pk: int):
        # Only the rule: an outer join to what it points at cannot be locked.
        return self._one(self.rows.select_for_update(of=("self",)), pk)

    def _one(self, rows, pk: int):
        rule = rows.filter(pk=pk).first()
        if rule is None:
            raise NotFound(f"没有这条{self.name}", cure="请刷新后再试")
        return rule

    def _record(self, actor, rule, verb: str, before: dict | None, now, more: dict) -> None:
        audit.record(
            actor=actor,
            subject=self.subject,
            key=rule.pk,
            verb=verb,
            reason=f"{WORDS[verb]}{self.name}：{rule}"[:LONGEST],
            data={"before": before, "after": self.told(rule), **more},
            at=now,
        )
