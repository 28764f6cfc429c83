"""A story grammar: plots that a child's topic drives, worlds they happen in, and how each language tells them.

Begin with `writer`; `planning` chooses plot, theme and cast, `telling` fills the frames that lie in `ko` and `en`
(`content` says how such a file is written).
"""

from soridam.book.writers.grammar.writer import GrammarWriter

__all__ = ["GrammarWriter"]
