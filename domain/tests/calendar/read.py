"""Reads the calendar files of a folder with the package icalendar and says as JSON what it found in them."""

import datetime
import json
import pathlib
import sys

from icalendar import Calendar

UTC = datetime.timezone.utc


def moment(prop, zones):
    """A date as it is; a time in UTC, by the zone definitions that the file brings with it."""
    value = prop.dt
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    name = prop.params.get("TZID")
    if name is not None and name != "UTC":
        # Not by this computer's own knowledge of the zone.
        value = value.replace(tzinfo=zones[name])
    assert value.tzinfo is not None, "a time without a zone"
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(path):
    calendar = Calendar.from_ical(path.read_bytes())
    for component in calendar.walk():
        assert not component.errors, (path.name, component.errors)
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"], path.name
    zones = {str(zone["TZID"]): zone.to_tz(lookup_tzid=False) for zone in calendar.walk("VTIMEZONE")}
    entries = []
    for event in calendar.walk("VEVENT"):
        assert event["DTSTAMP"].dt.tzinfo is not None and event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt
        entries.append(
            {
                "uid": str(event["UID"]),
                "sequence": int(event["SEQUENCE"]),
                "start": moment(event["DTSTART"], zones),
                "end": moment(event["DTEND"], zones),
                "summary": str(event["SUMMARY"]),
                "description": str(event["DESCRIPTION"]),
                "location": str(event["LOCATION"]),
                "status": str(event["STATUS"]),
                "alarms": [int(alarm["TRIGGER"].dt.total_seconds()) for alarm in event.walk("VALARM")],
            }
        )
    return entries


folder = pathlib.Path(sys.argv[1])
json.dump({path.name: read(path) for path in sorted(folder.glob("*.ics"))}, sys.stdout)
