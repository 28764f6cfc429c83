"""Every command line that README and guide show is one that the command line understands."""

import importlib
import re

import pytest
import typer.core
import typer.main
from tests.acceptance.documented import ROOT, block_commands, mentioned_commands, read_document, soridam_words
from typer.exceptions import TyperException

from soridam.cli.main import app, run
from soridam.recipes import recipe_names

GUIDES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs" / "guide").glob("*.md"))
DOCUMENTS = ["README.md", "README.ko.md", *GUIDES]
BLOCK_LINES = [(name, command) for name in DOCUMENTS for command in block_commands(read_document(name))]
TYPED = [(name, words) for name, command in BLOCK_LINES if (words := soridam_words(command)) is not None]
MENTIONED = [(name, words) for name in DOCUMENTS for words in mentioned_commands(read_document(name))]


def understand(words: list[str]) -> None:
    """Read words as the command line does, values too, and run nothing. Raises TyperException."""
    group = typer.main.get_command(app)
    context = group.make_context("soridam", list(words))
    while isinstance(group, typer.core.TyperGroup):
        left = [*context._protected_args, *context.args]
        if group.invoke_without_command and not left:
            return
        name, group, rest = group.resolve_command(context, left)
        context = group.make_context(name, rest, parent=context)


def test_the_test_itself_refuses_what_is_wrong():
    for words in (["trian"], ["train", "--bogus"], ["export", "base"], ["export", "base", "--out", "x", "-q", "int3"]):
        with pytest.raises(TyperException):
            understand(words)


@pytest.mark.parametrize(("document", "words"), TYPED)
def test_a_command_in_a_block_is_understood(document, words):
    understand(words)


@pytest.mark.parametrize(("document", "words"), MENTIONED)
def test_a_command_in_the_text_exists_with_its_options(document, words, capsys):
    assert run([*words, "--help"]) == 0


@pytest.mark.parametrize(("document", "command"), [pair for pair in BLOCK_LINES if pair[1].startswith("make ")])
def test_a_target_of_make_exists(document, command):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{command.split()[1]}:", makefile, re.MULTILINE)


@pytest.mark.parametrize("document", ["README.md", "README.ko.md"])
def test_the_recipes_that_are_named_are_there(document):
    named = re.search(r"`tiny`.*?`air-traffic`", read_document(document), re.DOTALL)
    sizes = set(re.findall(r"`([\w-]+)`", named.group())) - {"-lora"}
    assert sizes | {f"{size}-lora" for size in sizes} >= set(recipe_names("speech")) >= sizes


def test_both_readmes_show_the_same_commands():
    assert block_commands(read_document("README.md")) == block_commands(read_document("README.ko.md"))


def test_both_readmes_mention_the_same_commands_and_options():
    def spoken_of(document: str) -> set[tuple[str, ...]]:
        """Without placeholders, which are translated."""
        return {
            tuple(word for word in words if re.fullmatch(r"-*[a-z][a-z-]*", word))
            for words in mentioned_commands(read_document(document))
        }

    assert spoken_of("README.ko.md") == spoken_of("README.md")


def test_the_benchmarks_make_their_model_with_the_commands_of_the_readme(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    prompts = importlib.import_module("prompts")
    shown = block_commands(read_document("README.md"))
    assert [command for command in shown if command in prompts.COMMANDS.values()] == list(prompts.COMMANDS.values())
