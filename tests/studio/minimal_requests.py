"""The least that a route's schema asks for: a body and a query that pass its validation."""

from collections.abc import Mapping
from typing import Any

JSON = "application/json"


def least_request(document: Mapping[str, Any], method: str, route: str) -> dict[str, Any]:
    """`json`, `content` or `files` and `params` for a request; without those that need not be there."""
    operation = document["paths"][route][method.lower()]
    asked = [each for each in operation.get("parameters", []) if each["in"] == "query" and each.get("required")]
    request: dict[str, Any] = {"params": {each["name"]: least_value(document, each["schema"]) for each in asked}}
    content = operation.get("requestBody", {}).get("content", {})
    if JSON in content:
        request["json"] = least_value(document, content[JSON]["schema"])
    elif "multipart/form-data" in content:
        request["files"] = {"file": ("x.wav", b"x")}
    elif content:
        request["content"] = b""
    return request


def least_value(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Any:
    """A value that the schema allows, as small as it goes. Knows the keywords that our routes use."""
    if "$ref" in schema:
        return least_value(document, document["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if "anyOf" in schema:
        return least_value(document, schema["anyOf"][0])
    match schema.get("type"):
        case "object":
            inner = schema.get("properties", {})
            return {name: least_value(document, inner[name]) for name in schema.get("required", [])}
        case "array":
            return [least_value(document, schema["items"])] * schema.get("minItems", 0)
        case "string":
            return "x" * max(1, schema.get("minLength", 0))
        case "integer" | "number":
            return max(schema.get("minimum", 0), schema.get("exclusiveMinimum", -1) + 1)
        case "boolean":
            return False
    return None
