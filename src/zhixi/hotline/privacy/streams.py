"""Sealing of files at rest: SM4-GCM in parts, so that a file of any size is sealed and read in little memory.

A sealed file is "zxs1" + prefix[7] + parts; each part is ciphertext + tag[16], of up to PART bytes of the file. A
part's nonce is prefix + its number + whether it is the last, so that a part that was moved, left out or cut off at
the end is noticed when it is read.
"""

import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from zhixi.errors import Unavailable
from zhixi.hotline.privacy.sealing import key_for

MAGIC = b"zxs1"
PART, TAG = 1 << 16, 16
BROKEN = "附件无法读取：文件不完整，或密钥不符"


def sealed(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The sealed file, of the parts of a file, whatever their lengths."""
    key, prefix = key_for(b"files")[:16], os.urandom(7)
    yield MAGIC + prefix
    number, held = 0, b""
    for part in parts:
        held += part
        while len(held) > PART:  # the last part is only known to be the last when nothing follows
            yield _seal(key, _nonce(prefix, number, False), held[:PART])
            held, number = held[PART:], number + 1
    yield _seal(key, _nonce(prefix, number, True), held)


def unsealed(file: BinaryIO) -> Iterator[bytes]:
    """The parts of the file behind a sealed one, each checked before it is given. Raises Unavailable."""
    key, head = key_for(b"files")[:16], file.read(len(MAGIC) + 7)
    if len(head) < len(MAGIC) + 7 or not head.startswith(MAGIC):
        raise Unavailable(BROKEN, cure="请联系系统管理员从备份恢复")
    prefix, number = head[len(MAGIC) :], 0
    part = file.read(PART + TAG)
    while True:
        following = file.read(PART + TAG)
        yield _unseal(key, _nonce(prefix, number, not following), part)
        if not following:
            return
        part, number = following, number + 1


def unsealed_part(file: BinaryIO, start: int, stop: int) -> Iterator[bytes]:
    """Bytes start to stop of what was sealed, reading only the parts that hold them. file: one that can seek."""
    key, head = key_for(b"files")[:16], file.read(len(MAGIC) + 7)
    if len(head) < len(MAGIC) + 7 or not head.startswith(MAGIC):
        raise Unavailable(BROKEN, cure="请联系系统管理员从备份恢复")
    prefix, body = head[len(MAGIC) :], file.seek(0, os.SEEK_END) - len(head)
    parts = -(-body // (PART + TAG))
    for number in range(start // PART, min(-(-stop // PART), parts)):
        file.seek(len(head) + number * (PART + TAG))
        plain = _unseal(key, _nonce(prefix, number, number == parts - 1), file.read(PART + TAG))
        yield plain[max(start - number * PART, 0) : stop - number * PART]


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])


def _seal(key: bytes, nonce: bytes, part: bytes) -> bytes:
    encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    return encryptor.update(part) + encryptor.finalize() + encryptor.tag


def _unseal(key: bytes, nonce: bytes, part: bytes) -> bytes:
    if len(part) < TAG:
        raise Unavailable(BROKEN, cure="请联系系统管理员从备份恢复")
    decryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce, part[-TAG:])).decryptor()
    try:
        return decryptor.update(part[:-TAG]) + decryptor.finalize()
    except InvalidTag as error:
        raise Unavailable(BROKEN, cure="请联系系统管理员从备份恢复") from error
