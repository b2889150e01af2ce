"""The two endpoints of a sign-in, scripted: what the mock of the description can't do, since it
keeps no state. It looks at the forms as closely as the real one does."""
import base64
import json
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

ERRORS = {  # step: status, error, number
    "pending": (400, "authorization_pending", 70016), "slow_down": (400, "slow_down", 70016),
    "declined": (400, "authorization_declined", 70000), "expired": (400, "expired_token", 70020),
    "blocked": (400, "access_denied", 53003), "bad": (400, "bad_verification_code", 70018),
    "secret": (401, "invalid_client", 7000215), "request": (400, "invalid_request", 900144)}


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def read_part(text):
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def fail(self, step):
        status, error, number = ERRORS[step]
        self.reply(status, {"error": error, "error_description": f"AADSTS{number}: As scripted.\r\nTrace ID: x",
                            "error_codes": [number], "trace_id": str(uuid.uuid4())})

    def do_POST(self):
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        form = {key: value[0] for key, value in parse_qs(raw, keep_blank_values=True, strict_parsing=True).items()}
        endpoint = self.server.endpoint
        if self.headers.get("Content-Type") != "application/x-www-form-urlencoded":
            endpoint.faults.append(f"Content-Type: {self.headers.get('Content-Type')}")
        if not form.get("client_id"):
            return self.fail("request")
        if self.path.endswith("/devicecode"):
            return self.begin(endpoint, form)
        return self.token(endpoint, form)

    def begin(self, endpoint, form):
        if not form.get("scope") or "offline_access" in form["scope"]:
            return self.fail("request")
        endpoint.codes[code := uuid.uuid4().hex] = {"steps": list(endpoint.script), "interval": 1, "last": time.monotonic()}
        return self.reply(200, {"user_code": "B6SUYU5PL", "device_code": code, "expires_in": 900, "interval": 1,
                                "verification_uri": "https://microsoft.com/devicelogin", "message": "Enter B6SUYU5PL."})

    def token(self, endpoint, form):
        grant = form.get("grant_type")
        if grant == "urn:ietf:params:oauth:grant-type:device_code":
            return self.poll(endpoint, endpoint.codes.get(form.get("device_code")))
        if grant != "client_credentials" or not form.get("scope", "").endswith("/.default"):
            return self.fail("request")
        if "client_assertion" in form:
            return self.assertion(endpoint, form)
        return self.grant(endpoint) if form.get("client_secret") == "good-secret" else self.fail("secret")

    def poll(self, endpoint, code):
        if not code:
            return self.fail("bad")
        now = time.monotonic()
        if now - code["last"] < code["interval"] - 0.1:
            endpoint.faults.append(f"asked again after {now - code['last']:.2f} s, not {code['interval']} s")
        code["last"] = now
        step = code["steps"].pop(0) if len(code["steps"]) > 1 else code["steps"][0]
        if step == "slow_down":
            code["interval"] += 5
        return self.grant(endpoint) if step == "ok" else self.fail(step)

    def assertion(self, endpoint, form):
        header, claims, signature = form["client_assertion"].split(".")
        header, claims = read_part(header), read_part(claims)
        good = (form.get("client_assertion_type") == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
                and header["alg"] == "PS256" and len(header["x5t#S256"]) == 43
                and claims["iss"] == claims["sub"] == form["client_id"] and claims["aud"].endswith("/oauth2/v2.0/token")
                and time.time() < claims["exp"] <= time.time() + 600 and claims["jti"] and len(signature) >= 340)
        if not good:
            endpoint.faults.append(f"assertion: {header} {claims}")
        return self.grant(endpoint) if good else self.fail("secret")

    def grant(self, endpoint):
        self.reply(200, {"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": endpoint.make_token()})


class TokenEndpoint:
    """script: the steps that each device code goes through (names of ERRORS, ok); the last stays."""

    def __init__(self):
        self.script, self.codes, self.faults = ["pending", "ok"], {}, []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.endpoint = self
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def make_token(self):
        return ".".join([part({"alg": "none", "typ": "JWT"}), part(
            {"aud": "https://graph.microsoft.com", "tid": "aaaabbbb-0000-cccc-1111-dddd2222eeee", "exp": int(time.time()) + 3599,
             "scp": "User.Read.All", "upn": "JoniS@contoso.onmicrosoft.com"}), "c2ln"])

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
