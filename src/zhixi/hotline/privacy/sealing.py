"""Sealing of personal data at rest: SM4 (GB/T 32907) in GCM mode, and an SM3 (GB/T 32905) keyed digest to find it by.

A sealed value is "s1:" + base64(nonce[12] + tag[16] + ciphertext). The keys are derived from ZHIXI_SEAL_KEY
(and fall back to Django's SECRET_KEY). Losing the key is losing the data: operators back it up apart.
"""

import base64
import functools
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

from zhixi.errors import Unavailable

PREFIX = "s1:"


def sm3(*parts: bytes) -> bytes:
    """The SM3 hash, 32 bytes, of the parts joined."""
    digest = hashes.Hash(hashes.SM3())
    for part in parts:
        digest.update(part)
    return digest.finalize()


def seal(text: str) -> str:
    """Seal text; "" stays ""."""
    if not text:
        return ""
    nonce = os.urandom(12)
    encryptor = Cipher(algorithms.SM4(key_for(b"seal")[:16]), modes.GCM(nonce)).encryptor()
    body = encryptor.update(text.encode()) + encryptor.finalize()
    return PREFIX + base64.b64encode(nonce + encryptor.tag + body).decode()


def unseal(sealed: str) -> str:
    """The text behind a sealed value. Raises Unavailable when the key is not the one it was sealed with."""
    if not sealed:
        return ""
    raw = base64.b64decode(sealed.removeprefix(PREFIX))
    nonce, tag, body = raw[:12], raw[12:28], raw[28:]
    decryptor = Cipher(algorithms.SM4(key_for(b"seal")[:16]), modes.GCM(nonce, tag)).decryptor()
    try:
        return (decryptor.update(body) + decryptor.finalize()).decode()
    except InvalidTag as error:
        raise Unavailable("个人信息无法解密", cure="请检查 ZHIXI_SEAL_KEY 是否与写入时一致") from error


def digest(text: str) -> str:
    """A keyed digest (HMAC-SM3, 64 hex signs) that equal values share, to look a phone up without reading it."""
    if not text:
        return ""
    inner, outer = (begun.copy() for begun in _hmac_sm3(key_for(b"find")))
    inner.update(text.encode())
    outer.update(inner.finalize())
    return outer.finalize().hex()


@functools.lru_cache(maxsize=2)
def _hmac_sm3(key: bytes) -> tuple[hashes.Hash, hashes.Hash]:
    """The inner and the outer hash of an HMAC with its key taken in; they are copied for each message."""
    block = key.ljust(64, b"\0")
    inner, outer = hashes.Hash(hashes.SM3()), hashes.Hash(hashes.SM3())
    inner.update(bytes(b ^ 0x36 for b in block))
    outer.update(bytes(b ^ 0x5C for b in block))
    return inner, outer


def key_for(purpose: bytes) -> bytes:
    """32 bytes from the office's key, others for each purpose."""
    return _derived(purpose, settings.SEAL_KEY)


@functools.lru_cache(maxsize=8)
def _derived(purpose: bytes, secret: str) -> bytes:
    return sm3(purpose, b"|", secret.encode())
