"""Read expressions, one a line, and write each as calls of operations: how Python understands them."""

import ast
import sys

BINARY = {
    ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide", ast.FloorDiv: "floorDivide",
    ast.Mod: "remainder", ast.Pow: "pow", ast.LShift: "bitwiseLeftShift", ast.RShift: "bitwiseRightShift",
    ast.BitOr: "bitwiseOr", ast.BitXor: "bitwiseXor", ast.BitAnd: "bitwiseAnd",
}
UNARY = {ast.USub: "negative", ast.UAdd: "positive", ast.Invert: "bitwiseInvert"}
COMPARE = {
    ast.Lt: "less", ast.LtE: "lessEqual", ast.Gt: "greater", ast.GtE: "greaterEqual", ast.Eq: "equal", ast.NotEq: "notEqual",
}


def show(node):
    if isinstance(node, ast.BinOp):
        return f"{BINARY[type(node.op)]}({show(node.left)}, {show(node.right)})"
    if isinstance(node, ast.UnaryOp):
        return f"{UNARY[type(node.op)]}({show(node.operand)})"
    if isinstance(node, ast.Compare):
        if len(node.ops) > 1:
            return "chained"
        return f"{COMPARE[type(node.ops[0])]}({show(node.left)}, {show(node.comparators[0])})"
    if isinstance(node, ast.Call):
        return f"{node.func.id}({', '.join(show(argument) for argument in node.args)})"
    return node.id


for line in sys.stdin:
    print(show(ast.parse(line.strip(), mode="eval").body))
