"""What a module does while it is imported, beside naming things: a list that should be empty."""

import ast

# Calls that make a value and touch nothing else, by their last name; our own classes beside them.
VALUES = frozenset(
    """
    dataclass field lru_cache frozenset tuple str dict len range enumerate zip deque getattr
    compile getLogger TypeVar ParamSpec NewType NamedTuple Lock MappingProxyType Path IPv6Network
    split join encode lstrip maketrans with_name
    command group option argument version_option IntRange Choice
    MetaData Table Column Index ARRAY text Validators LinkPreviewOptions Parameters qn
    key suffix _words
    """.split()  # the last line: functions of ours
)
# What a module has to do once: each with its reason.
DECLARED = {
    ("bot/cli/__init__.py", "For"),  # gives the program its commands
    ("bot/config/__init__.py", "Expr"),  # tells the loader of YAML which words are numbers
}


def classes(sources):
    """The names of the classes that these sources define."""
    nodes = (node for source in sources for node in ast.walk(ast.parse(source)))
    return {node.name for node in nodes if isinstance(node, ast.ClassDef)}


def running(source, ours=frozenset()):
    """Each (line, kind of statement) that does more than to give a constant or a value a name."""
    return [(node.lineno, type(node).__name__) for node in _loose(ast.parse(source).body, ours)]


def _loose(body, ours):
    for node in body:
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.Expr(ast.Constant()):
                continue
            case ast.If() if ast.unparse(node.test) in {"TYPE_CHECKING", "__name__ == '__main__'"}:
                yield from _loose(node.orelse, ours)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                defaults = [*node.args.defaults, *filter(None, node.args.kw_defaults)]
                if not all(_is_value(part, ours) for part in [*node.decorator_list, *defaults]):
                    yield node
            case ast.ClassDef():
                parts = [*node.decorator_list, *node.bases, *(k.value for k in node.keywords)]
                if not all(_is_value(part, ours) for part in parts):
                    yield node
                yield from _loose(node.body, ours)
            case ast.Assign() | ast.AnnAssign():
                if node.value is not None and not _is_value(node.value, ours):
                    yield node
            case _:
                yield node


def _is_value(node, ours):
    match node:
        case ast.Lambda():
            return True
        case ast.Await() | ast.Yield() | ast.YieldFrom():
            return False
        case ast.Call():
            name = ast.unparse(node.func).rpartition(".")[2]
            if name not in VALUES and name not in ours:
                return False
    return all(_is_value(part, ours) for part in ast.iter_child_nodes(node))
