"""The figures of `examples/korean_commands.py` in the form of all benchmarks: what tuning on synthetic speech brought.

    python benchmarks/korean_commands.py data/commands --json benchmarks/results/korean_commands.json

It reads the reports that the example left in its folder; run the example first.
"""

from pathlib import Path
from typing import Any

from measure import Results, benchmark_arguments, finish

from soridam.core.files import read_json


def main() -> None:
    parser = benchmark_arguments(__doc__ or "")
    parser.add_argument("folder", type=Path, help="the folder that the example was given")
    arguments = parser.parse_args()
    results = Results("korean_commands")
    for report in sorted(arguments.folder.glob("reports/*/evaluation.json")):
        add(results, report.parent.name, read_json(report))
    finish(results, arguments.json)


def add(results: Results, part: str, evaluation: dict[str, Any]) -> None:
    for score in evaluation["scores"]:
        system, cer = f"{score['model']}, {part}", score["scores"]["cer"]["interval"]
        results.add(system, "utterances", cer["units"], "")
        results.add(system, "cer", cer["rate"] * 100, "%")
        results.add(system, "cer_low", cer["low"] * 100, "%")
        results.add(system, "cer_high", cer["high"] * 100, "%")
    for test in evaluation["tests"]:
        if test["metric"] == "cer":
            results.add(f"{test['second']}, {part}", "p_value", test["by_utterance"]["p_value"], "")


if __name__ == "__main__":
    main()
