"""A method is known by its name."""


def test_an_unknown_method_is_not_found(refusal):
    assert refusal("makeCoffee") == "Not Found: method not found"


def test_method_names_ignore_case(call, bot):
    assert call("GETME")["id"] == bot.id
