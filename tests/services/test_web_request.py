import pytest

from services.web_request import read_request


def told(*lines):
    return read_request("\r\n".join([*lines, "", ""]).encode())


def test_a_plain_request_is_said_anew_without_what_was_meant_for_the_proxy():
    request = told(
        "GET http://me:word@Example.com:8080/a?b=c#d HTTP/1.1",
        "Host: inside.example",
        "Proxy-Authorization: Basic c2VjcmV0",
        "proxy-connection: keep-alive",
        "Connection: keep-alive, X-Odd",
        "Accept: */*",
    )

    assert (request.host, request.port, request.token) == ("example.com", 8080, "c2VjcmV0")
    assert request.head == (
        b"GET /a?b=c HTTP/1.1\r\nHost: Example.com:8080\r\nAccept: */*\r\nConnection: close\r\n\r\n"
    )


def test_a_tunnel_tells_the_server_nothing():
    request = told("CONNECT [2606:4700::1111]:443 HTTP/1.1", "Host: x")

    assert (request.host, request.port, request.head) == ("2606:4700::1111", 443, b"")


def test_a_body_has_one_length():
    assert told("POST http://a.example/ HTTP/1.1", "Content-Length: 12").body_bytes == 12


@pytest.mark.parametrize(
    "lines",
    [
        ["GET http://a.example/ HTTP/2"],
        ["GET http://a.example/"],
        ["GET  http://a.example/ HTTP/1.1"],
        ["get http://a.example/ HTTP/1.1"],
        ["GET /relative HTTP/1.1", "Host: a.example"],
        ["GET https://a.example/ HTTP/1.1"],
        ["GET ftp://a.example/ HTTP/1.1"],
        ["GET file:///etc/passwd HTTP/1.1"],
        ["GET gopher://a.example:6379/_FLUSHALL HTTP/1.1"],
        ["GET http:///nobody HTTP/1.1"],
        ["GET http://[::1 HTTP/1.1"],
        ["GET http://a.example:99999/ HTTP/1.1"],
        ["GET http://a.example/\x01 HTTP/1.1"],
        ["GET http://ä.example/ HTTP/1.1"],
        ["GET http://a.example/ HTTP/1.1", "X: a\nHost: inside"],
        ["GET http://a.example/ HTTP/1.1", "X: a\rHost: inside"],
        ["GET http://a.example/ HTTP/1.1", "X: a\x00"],
        ["GET http://a.example/ HTTP/1.1", "Host : inside"],
        ["GET http://a.example/ HTTP/1.1", " folded: line"],
        ["GET http://a.example/ HTTP/1.1", "no colon"],
        ["POST http://a.example/ HTTP/1.1", "Transfer-Encoding: chunked"],
        ["POST http://a.example/ HTTP/1.1", "Content-Length: 5", "Content-Length: 50"],
        ["POST http://a.example/ HTTP/1.1", "Content-Length: 5", "transfer-encoding: chunked"],
        ["POST http://a.example/ HTTP/1.1", "Content-Length: -5"],
        ["POST http://a.example/ HTTP/1.1", "Content-Length: 5, 5"],
        ["CONNECT a.example HTTP/1.1"],
        ["CONNECT a.example:0 HTTP/1.1"],
        ["CONNECT a.example:65536 HTTP/1.1"],
        ["CONNECT a@b.example:443 HTTP/1.1"],
        ["CONNECT a.example:443/x HTTP/1.1"],
        ["CONNECT http://a.example:443 HTTP/1.1"],
        ["CONNECT a.example\\b:443 HTTP/1.1"],
    ],
)
def test_what_can_be_understood_in_two_ways_is_refused(lines):
    with pytest.raises(ValueError, match=r"."):
        told(*lines)
