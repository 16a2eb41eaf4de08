"""Makes the two miniature models that tests tell voices apart with: `python make.py` (needs `onnx`).

They are made by hand, of filters: a deep voice has its fundamental between 70 and 140 Hz, a high one has
nothing there. They have the inputs, outputs and metadata that sherpa-onnx wants of a pyannote segmentation
model and of an embedding model, and know nothing but deep from high. Of use for nothing else.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

RATE = 16_000
WINDOW = 10 * RATE
SHIFT = 320
FIELD = 8000
THINNED = 8
TAPS = 101
LEVEL = -9.0
"""The natural logarithm of the power above which somebody speaks."""
RATIO = -3.5
"""The same of the deep band's power by the high band's, above which the voice is deep."""
TILT = -1.8
"""The same, as the mean of the bands of an embedding model's input."""
HERE = Path(__file__).parent


def band(low: float, high: float) -> np.ndarray:
    """Return a band-pass filter for the thinned-out sound."""
    rate = RATE / THINNED
    at = np.arange(TAPS) - TAPS // 2
    ideal = 2 * high / rate * np.sinc(2 * high / rate * at)
    ideal -= 2 * low / rate * np.sinc(2 * low / rate * at)
    return (ideal * np.hamming(TAPS)).astype(np.float32)


def constant(name: str, value: object) -> onnx.TensorProto:
    """Return a tensor that belongs to the model."""
    return numpy_helper.from_array(np.asarray(value), name)


def saved(graph: onnx.GraphProto, name: str, facts: dict[str, object]) -> None:
    """Write a model with its metadata."""
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    for key, value in facts.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, str(value)
    onnx.checker.check_model(model)
    onnx.save(model, HERE / name)


def segmentation() -> None:
    """Write the model that says when nobody, a deep voice or a high voice speaks."""
    unchanged = np.eye(1, TAPS, TAPS // 2, dtype=np.float32)[0]
    filters = np.stack([unchanged, band(70, 140), band(170, 270)])
    shift, field = SHIFT // THINNED, FIELD // THINNED
    pads = [(field - shift) // 2] * 2
    pool = {"kernel_shape": [field], "strides": [shift], "pads": pads}
    thin = {"kernel_shape": [THINNED], "strides": [THINNED]}
    nodes = [
        helper.make_node("AveragePool", ["x"], ["thinned"], **thin),
        helper.make_node("Conv", ["thinned", "filters"], ["bands"], pads=[TAPS // 2] * 2),
        helper.make_node("Mul", ["bands", "bands"], ["powers"]),
        helper.make_node("AveragePool", ["powers"], ["pooled"], count_include_pad=1, **pool),
        helper.make_node("Add", ["pooled", "least"], ["floored"]),
        helper.make_node("Log", ["floored"], ["logs"]),
        helper.make_node("Transpose", ["logs"], ["rows"], perm=[0, 2, 1]),
        helper.make_node("MatMul", ["rows", "weights"], ["weighed"]),
        helper.make_node("Add", ["weighed", "bias"], ["y"]),
    ]
    # Nobody; the deep voice; the high voice; a third and all pairs, which there never are.
    weights = np.zeros((3, 7), np.float32)
    weights[:, 0] = [-100, 0, 0]
    weights[:, 1] = [0, 1, -1]
    weights[:, 2] = [0, -1, 1]
    bias = np.array([100 * LEVEL, -RATIO, RATIO, -1e4, -1e4, -1e4, -1e4], np.float32)
    graph = helper.make_graph(
        nodes,
        "segmentation",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 1, "samples"])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, "frames", 7])],
        [
            constant("filters", filters[:, None]),
            constant("least", np.float32(1e-10)),
            constant("weights", weights),
            constant("bias", bias),
        ],
    )
    facts = {
        "sample_rate": RATE,
        "window_size": WINDOW,
        "receptive_field_size": FIELD,
        "receptive_field_shift": SHIFT,
        "num_speakers": 3,
        "powerset_max_classes": 2,
        "num_classes": 7,
    }
    saved(graph, "segmentation.onnx", facts)


def embedding() -> None:
    """Write the model that turns a stretch of speech into two numbers: deep or high, and a constant."""
    # Of the 80 bands of Kaldi's features these lie between 70 and 140 Hz, and between 170 and 270 Hz.
    weights = np.zeros((80, 2), np.float32)
    weights[2:5, 0] = 3 / 3
    weights[6:10, 0] = -3 / 4
    nodes = [
        helper.make_node("ReduceMean", ["x"], ["mean"], axes=[1], keepdims=0),
        helper.make_node("MatMul", ["mean", "weights"], ["ratio"]),
        helper.make_node("Add", ["ratio", "bias"], ["moved"]),
        helper.make_node("Tanh", ["moved"], ["y"]),
    ]
    graph = helper.make_graph(
        nodes,
        "embedding",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, "frames", 80])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 2])],
        [constant("weights", weights), constant("bias", np.array([-3 * TILT, 0.3], np.float32))],
    )
    facts = {
        "framework": "wespeaker",
        "language": "English",
        "output_dim": 2,
        "sample_rate": RATE,
        "normalize_samples": 1,
        "feature_normalize_type": "",
    }
    saved(graph, "embedding.onnx", facts)


if __name__ == "__main__":
    segmentation()
    embedding()
