"""Tiny models in the shapes that sherpa-onnx wants, so that the true library runs: they hear loud and quiet.

No weights of a real model can be had without a model hub; these few nodes have the inputs, outputs and
descriptions of one, and say 好 where it is loud, no faster than people speak.
"""

import pathlib

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper as h

LOUD = -10.0  # mean of the logarithmic mel features between silence and a voice
TOKENS = "<blk> 0\n好 1\n坏 2\n"


def streaming_zipformer(folder: pathlib.Path) -> pathlib.Path:
    """A Zipformer of one layer, whose states pass through it untouched."""
    (folder / "tokens.txt").write_text(TOKENS, encoding="utf-8")
    states = {
        "key": [4, "N", 4],
        "nonlin": [1, "N", 4, 3],
        "val1": [4, "N", 4],
        "val2": [4, "N", 4],
        "conv1": ["N", 4, 1],
        "conv2": ["N", 4, 1],
        "embed": ["N", 128, 3, 19],
    }
    floats = [(name, T.FLOAT, shape) for name, shape in states.items()]
    kept = [*floats, ("processed", T.INT64, ["N"])]
    passed = [h.make_node("Identity", [name], [f"new_{name}"]) for name, _, _ in kept]
    mean = [
        h.make_node("ReduceMean", ["x"], ["mean"], axes=[2], keepdims=1),
        h.make_node("Slice", ["mean", "from", "to", "axis", "step"], ["half"]),
        h.make_node("Add", ["half", "hushed"], ["encoder_out"]),
    ]
    _save(
        folder / "encoder-epoch-1.onnx",
        mean + passed,
        [("x", T.FLOAT, ["N", 45, 80]), *kept],
        [("encoder_out", T.FLOAT, ["N", 16, 1]), *((f"new_{n}", t, s) for n, t, s in kept)],
        {"from": [0], "to": [32], "axis": [1], "step": [2], "hushed": _one_of(8, 16)},
        model_type="zipformer2",
        encoder_dims="4",
        query_head_dims="4",
        value_head_dims="4",
        num_heads="1",
        num_encoder_layers="1",
        cnn_module_kernels="3",
        left_context_len="4",
        T="45",
        decode_chunk_len="32",
    )
    _save(
        folder / "decoder-epoch-1.onnx",
        [
            h.make_node("Cast", ["y"], ["floats"], to=T.FLOAT),
            h.make_node("ReduceMean", ["floats"], ["decoder_out"], axes=[1], keepdims=1),
        ],
        [("y", T.INT64, ["N", 2])],
        [("decoder_out", T.FLOAT, ["N", 1])],
        vocab_size="3",
        context_size="2",
    )
    _save(
        folder / "joiner-epoch-1.onnx",
        [
            h.make_node("MatMul", ["encoder_out", "weights"], ["sum"]),
            h.make_node("MatMul", ["decoder_out", "nothing"], ["zero"]),
            h.make_node("Add", ["sum", "zero"], ["both"]),
            h.make_node("Add", ["both", "bias"], ["logit"]),
        ],
        [("encoder_out", T.FLOAT, ["N", 1]), ("decoder_out", T.FLOAT, ["N", 1])],
        [("logit", T.FLOAT, ["N", 3])],
        {
            "weights": np.array([[-1, 1, 1]], np.float32),
            "nothing": np.zeros((1, 3), np.float32),
            "bias": np.array([LOUD, -LOUD, -LOUD - 0.3], np.float32),
        },
        joiner_dim="1",
    )
    return folder


def streaming_paraformer(folder: pathlib.Path) -> pathlib.Path:
    """A Paraformer that fires at every third loud frame."""
    (folder / "tokens.txt").write_text(TOKENS, encoding="utf-8")
    _save(
        folder / "encoder.onnx",
        [
            h.make_node("ReduceMean", ["speech"], ["mean"], axes=[2], keepdims=1),
            h.make_node("Sub", ["mean", "loud"], ["over"]),
            h.make_node("Sigmoid", ["over"], ["chance"]),
            h.make_node("Squeeze", ["chance", "last"], ["fires"]),
            h.make_node("Mul", ["fires", "seldom"], ["alphas"]),
            h.make_node("Expand", ["chance", "width"], ["enc"]),
            h.make_node("Identity", ["speech_lengths"], ["enc_len"]),
        ],
        [("speech", T.FLOAT, [1, "T", 560]), ("speech_lengths", T.INT32, [1])],
        [("enc", T.FLOAT, [1, "T", 4]), ("enc_len", T.INT32, [1]), ("alphas", T.FLOAT, [1, "T"])],
        {
            "loud": np.array([6.0], np.float32),
            "seldom": np.array([0.3], np.float32),
            "last": [2],
            "width": [1, 1, 4],
        },
        vocab_size="3",
        lfr_window_size="7",
        lfr_window_shift="6",
        encoder_output_size="4",
        decoder_num_blocks="1",
        decoder_kernel_size="3",
        neg_mean=",".join(["0"] * 560),
        inv_stddev=",".join(["0.5"] * 560),
    )
    _save(
        folder / "decoder.onnx",
        [
            h.make_node("ReduceMax", ["acoustic_embeds"], ["most"], axes=[2], keepdims=0),
            h.make_node("Mul", ["most", "zero"], ["none"]),
            h.make_node("Add", ["none", "one"], ["ones"]),
            h.make_node("Cast", ["ones"], ["sample_ids"], to=T.INT64),
            h.make_node("Identity", ["acoustic_embeds"], ["logits"]),
            h.make_node("Identity", ["in_cache_0"], ["out_cache_0"]),
        ],
        [
            ("enc", T.FLOAT, [1, "T", 4]),
            ("enc_len", T.INT32, [1]),
            ("acoustic_embeds", T.FLOAT, [1, "U", 4]),
            ("acoustic_embeds_len", T.INT32, [1]),
            ("in_cache_0", T.FLOAT, [1, 4, 2]),
        ],
        [
            ("logits", T.FLOAT, [1, "U", 4]),
            ("sample_ids", T.INT64, [1, "U"]),
            ("out_cache_0", T.FLOAT, [1, 4, 2]),
        ],
        {"zero": np.array([0.0], np.float32), "one": np.array([1.0], np.float32)},
    )
    return folder


def sense_voice(folder: pathlib.Path) -> pathlib.Path:
    """A SenseVoice that hears Cantonese, and 好 while it is loud."""
    words = ["<blk>", "好", "坏", "<|yue|>", "<|NEUTRAL|>", "<|Speech|>", "<|withitn|>"]
    lines = "".join(f"{word} {number}\n" for number, word in enumerate(words))
    (folder / "tokens.txt").write_text(lines, encoding="utf-8")
    head = np.full((1, 4, 7), -20, np.float32)
    head[0, range(4), range(3, 7)] = 20
    weights = np.zeros((1, 7), np.float32)
    weights[0, :2] = -1, 1
    bias = np.full(7, -50, np.float32)
    bias[:2] = 6.0, -6.0
    _save(
        folder / "model.onnx",
        [
            h.make_node("ReduceMean", ["x"], ["mean"], axes=[2], keepdims=1),
            h.make_node("MatMul", ["mean", "weights"], ["sum"]),
            h.make_node("Add", ["sum", "bias"], ["frames"]),
            h.make_node("Concat", ["head", "frames"], ["logits"], axis=1),
        ],
        [
            ("x", T.FLOAT, [1, "T", 560]),
            ("x_length", T.INT32, [1]),
            ("language", T.INT32, [1]),
            ("text_norm", T.INT32, [1]),
        ],
        [("logits", T.FLOAT, [1, "L", 7])],
        {"weights": weights, "bias": bias, "head": head},
        model_type="sense_voice_ctc",
        comment="tiny",
        vocab_size="7",
        lfr_window_size="7",
        lfr_window_shift="6",
        normalize_samples="0",
        with_itn="14",
        without_itn="15",
        lang_auto="0",
        lang_zh="3",
        lang_en="4",
        lang_yue="7",
        lang_ja="11",
        lang_ko="12",
        neg_mean=",".join(["0"] * 560),
        inv_stddev=",".join(["1"] * 560),
    )
    return folder


def _one_of(few: int, frames: int) -> np.ndarray:
    """Added to the frames, it lets one of few be heard: nobody says fifty characters a second."""
    return np.where(np.arange(frames) % few == 0, 0.0, -100.0).astype(np.float32).reshape(1, frames, 1)


def _save(path, nodes, inputs, outputs, constants=None, **about) -> None:
    values = [
        onnx.numpy_helper.from_array(np.asarray(value), name) for name, value in (constants or {}).items()
    ]
    graph = h.make_graph(
        nodes,
        path.stem,
        [h.make_tensor_value_info(*one) for one in inputs],
        [h.make_tensor_value_info(*one) for one in outputs],
        values,
    )
    model = h.make_model(graph, opset_imports=[h.make_opsetid("", 13)], ir_version=8)
    h.set_model_props(model, about)
    onnx.checker.check_model(model)
    onnx.save(model, path)
