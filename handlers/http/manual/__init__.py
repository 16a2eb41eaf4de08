"""The manual for programmers: the OpenAPI document, and a page made of it."""
