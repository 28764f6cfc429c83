"""The frame of every report: one HTML file that needs nothing else, in Korean and English, in light and in dark.

A family's own template extends `report_frame.html.jinja` and draws with `report_parts.html.jinja`. Texts in reports
come from strangers: everything is escaped, and the page allows no script but its own. Begin with `render_page`.
"""

import base64
import hashlib

import jinja2

SCRIPT = """\
const root = document.documentElement;
function speak(language) {
  root.lang = language;
  for (const button of document.querySelectorAll("[data-language]"))
    button.setAttribute("aria-pressed", button.dataset.language === language);
}
for (const button of document.querySelectorAll("[data-language]"))
  button.addEventListener("click", () => speak(button.dataset.language));
speak(location.hash === "#ko" || (location.hash !== "#en" && navigator.language.startsWith("ko")) ? "ko" : "en");
"""


def render_page(package: str, template: str, *, title: str, **values: object) -> str:
    """Render a template that lies in `package` with what it asks for; rates and differences are shown in percent."""
    script_hash = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    return (
        _environment(package)
        .get_template(template)
        .render(title=title, script=SCRIPT, script_hash=script_hash, **values)
    )


def _environment(package: str) -> jinja2.Environment:
    loaders = [jinja2.PackageLoader(name, ".") for name in (package, "soridam.evaluation")]
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader(loaders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = lambda rate: f"{100 * rate:.2f}"
    environment.filters["points"] = lambda difference: f"{100 * difference:+.2f}".replace("-", "\N{MINUS SIGN}")
    environment.filters["p_value"] = lambda p: "< 0.001" if p < 0.001 else f"{p:.3f}"
    return environment
