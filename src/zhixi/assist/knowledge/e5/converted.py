"""Those weights as a model of CTranslate2 at eight bits: derived, 46 MB on disk, made in some seconds."""

import pathlib

import numpy as np

from zhixi.assist.folders import put_folder
from zhixi.assist.knowledge.e5 import pieces
from zhixi.assist.knowledge.e5.packed import Packed

MADE = "model.bin"


def convert(packed: Packed, folder: pathlib.Path, layers: int | None = None) -> None:
    """Write the model and its pieces into a folder, which appears only when it is whole. layers: the first so many."""

    def fill(made: pathlib.Path) -> None:
        rows = pieces.rows_for_chinese(packed)
        pieces.write(packed, rows, made)
        spec = _spec(packed, rows, layers or packed.layers)
        spec.validate()
        spec.optimize(quantization="int8")
        spec.save(str(made))

    put_folder(folder, fill, mark=MADE)


def _spec(packed: Packed, rows: list[int], layers: int):
    from ctranslate2.specs import common_spec, transformer_spec

    encoder = transformer_spec.TransformerEncoderSpec(
        layers,
        packed.heads,
        pre_norm=False,
        activation=common_spec.Activation.GELU,
        layernorm_embedding=True,
    )
    spec = transformer_spec.TransformerEncoderModelSpec(encoder)
    encoder.scale_embeddings = False
    encoder.embeddings[0].weight = packed.matrix("emb.word", packed.width, rows)
    places = packed.numbers("emb.pos").reshape(-1, packed.width)
    encoder.position_encodings.encodings = places + packed.numbers("emb.type")[: packed.width]
    _norm(packed, encoder.layernorm_embedding, "emb.ln")
    for n, layer in enumerate(encoder.layer):
        _layer(packed, layer, f"l{n}")
    # It is fed with numbers; the words are only counted.
    spec.register_vocabulary([str(n) for n in range(len(encoder.embeddings[0].weight))])
    spec.config.unk_token = str(rows.index(packed.unknown))
    spec.config.layer_norm_epsilon = packed.epsilon
    return spec


def _layer(packed: Packed, layer, name: str) -> None:
    together = layer.self_attention.linear[0]
    together.weight = np.concatenate([packed.matrix(f"{name}.{part}.w", packed.width) for part in "qkv"])
    together.bias = np.concatenate([packed.numbers(f"{name}.{part}.b") for part in "qkv"])
    for linear, part, columns in (
        (layer.self_attention.linear[1], "ao", packed.width),
        (layer.ffn.linear_0, "fi", packed.width),
        (layer.ffn.linear_1, "fo", packed.inner),
    ):
        linear.weight, linear.bias = (
            packed.matrix(f"{name}.{part}.w", columns),
            packed.numbers(f"{name}.{part}.b"),
        )
    _norm(packed, layer.self_attention.layer_norm, f"{name}.aln")
    _norm(packed, layer.ffn.layer_norm, f"{name}.oln")


def _norm(packed: Packed, norm, name: str) -> None:
    norm.gamma, norm.beta = packed.numbers(f"{name}.w"), packed.numbers(f"{name}.b")
