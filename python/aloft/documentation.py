"""Texts for help(): out of the models, where they are installed."""

from . import _core


def of_operation(service, operation):
    """What the models say of an operation, its parameters and its answer."""
    try:
        text = _core.documentation(service.name, operation, None, None)
    except Exception:  # the texts are a file of their own, which may be left out
        return f"Calls {service.service_id}'s {operation}."
    facts = service.operation(operation)
    lines = [text or f"Calls {service.service_id}'s {operation}."]
    for title, which, name in (("Parameters", "input", facts.input_name), ("Answer", "output", facts.output_name)):
        rows = _rows(service, facts, which, name)
        if rows:
            lines += ["", title + ":"] + rows
    return "\n".join(lines)


def _rows(service, facts, which, name):
    out = []
    for member, said in facts.shapes.get(name, {}).get("members", {}).items() if name else ():
        shape = facts.shapes[said["shape"]]
        needed = ", required" if said.get("required") else ""
        text = " ".join(_core.documentation(service.name, facts.name, which, member).split())
        out.append(f"    {member} ({shape['type']}{needed}): {text[:300] + ' …' if len(text) > 300 else text}")
    return out
