"""A mail server on loopback that says as JSON, a line for each, what it received and what Python's own parser reads in it.

What it answers depends on the receiver's name: "refused" is refused for good, "later" for now, and of "crash" the first
delivery of each message is taken and never answered, as a sender sees it that dies.
"""

import asyncio
import email
import email.policy
import html.parser
import json

from aiosmtpd.smtp import SMTP
from icalendar import Calendar


class Page(html.parser.HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.text = [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append([tag, dict(attrs)])

    def handle_data(self, data):
        self.text += data


def leaf(part):
    content = part.get_content()
    found = {
        "type": part.get_content_type(),
        "parameters": dict(part["content-type"].params),
        "disposition": part.get_content_disposition(),
        "file": part.get_filename(),
        "content": content if isinstance(content, str) else content.decode("utf-8"),
    }
    if found["type"] == "text/html":
        page = Page(found["content"])
        found["elements"], found["text"] = page.elements, page.text
    if found["type"] in ("text/calendar", "application/ics"):
        calendar = Calendar.from_ical(content)
        (event,) = calendar.walk("VEVENT")
        assert not event.errors, event.errors
        found["calendar"] = {
            "method": str(calendar["METHOD"]),
            "uid": str(event["UID"]),
            "status": str(event.get("STATUS")),
            "sequence": int(event["SEQUENCE"]),
            "organiser": str(event["ORGANIZER"]),
        }
    return found


def shape(part):
    """The tree of media types."""
    if part.is_multipart():
        return [part.get_content_type(), [shape(child) for child in part.iter_parts()]]
    return part.get_content_type()


def describe(envelope):
    message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
    parts = list(message.walk())
    return {
        "from": envelope.mail_from,
        "to": envelope.rcpt_tos,
        "headers": {name.lower(): str(value) for name, value in message.items()},
        "names": [name.lower() for name in message.keys()],
        "shape": shape(message),
        "parts": [leaf(part) for part in parts if not part.is_multipart()],
        "defects": [str(defect) for part in parts for defect in part.defects],
        "size": len(envelope.original_content),
        "longest_line": max(map(len, envelope.original_content.split(b"\r\n"))),
        "bare_newlines": envelope.original_content.replace(b"\r\n", b"").count(b"\n"),
    }


class Handler:
    def __init__(self):
        self.seen = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 5.1.1 no such user"
        if address.startswith("later"):
            return "451 4.7.1 greylisted, come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        found = describe(envelope)
        is_first = found["headers"]["message-id"] not in self.seen
        self.seen.add(found["headers"]["message-id"])
        print(json.dumps(found), flush=True)
        if is_first and envelope.rcpt_tos[0].startswith("crash"):
            await asyncio.sleep(3600)
        return "250 OK"


async def main():
    loop = asyncio.get_running_loop()
    handler = Handler()
    server = await loop.create_server(lambda: SMTP(handler, enable_SMTPUTF8=True), "127.0.0.1", 0)
    print(json.dumps(server.sockets[0].getsockname()[1]), flush=True)
    await server.serve_forever()


asyncio.run(main())
