"""The server as HTTP sees it: checks before a route, errors as answers in two languages, the page.

Begin with `answers`.
"""
