"""What Python's email package finds in the mail on stdin: our judge.

Headers that it finds wrong, and defects of any part, are said too.
"""
import email
import email.policy
import hashlib
import sys

m = email.message_from_bytes(sys.stdin.buffer.read(),
                             policy=email.policy.default)
for name in sys.argv[1:]:
    for value in m.get_all(name, []):
        print(f"{name}: {value}")
        for d in getattr(value, "defects", ()):
            print(f"defect: {name}: {d!r}")
for part in m.walk():
    for d in part.defects:
        print(f"defect: {d!r}")
    if part.is_multipart():
        print(part.get_content_type())
        continue
    octets = part.get_payload(decode=True)
    if part.get_content_maintype() == "text":
        what = repr(part.get_content())
    else:
        what = f"{len(octets)} {hashlib.md5(octets).hexdigest()}"
    print(part.get_content_type(), part.get_filename() or "-", what)
