#!/usr/bin/env python3
"""What an NDES server answers, in the right sentence each: healthy, broken in every documented way,
not to be trusted, not there. Loopback only. With Debian's scep (scepserver) also a real SCEP server, and
the refusals as nginx sends them."""
import hashlib
import http.server
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
CORPUS = os.path.join(os.path.dirname(HERE), "fuzz", "corpus", "cacert")
PATH = "/certsrv/mscep/mscep.dll"


def certificates():
    with open(os.path.join(CORPUS, "bag.der"), "rb") as file:
        return file.read()


def root_thumbprint():
    with open(os.path.join(CORPUS, "single.der"), "rb") as file:
        return hashlib.sha1(file.read()).hexdigest()


CAPS = (200, b"POSTPKIOperation\nSHA-256\nAES\n")
HEALTHY = {"": (403, b"Forbidden"), "GetCACaps": CAPS, "GetCACert": (200, certificates())}

# what differs from a healthy server, the exit status, words that must be said
ROWS = [
    ({}, 0, ["403 is what a healthy", "POSTPKIOperation", "Test Root", "(CA)", "NDES RA"]),
    ({"": (200, b"<h1>Network Device Enrollment Service</h1>")}, 10, ["the policy module of the connector is not at work"]),
    ({"": (200, b"<h1>Please sign in</h1>")}, 10, ["not that of NDES"]),
    ({"": (500, b"")}, 0, ["another SCEP server may answer anything"]),
    ({"": (400, b"")}, 0, ["another SCEP server may answer anything"]),
    # a server (nginx, IIS) that says the same to everything
    ({k: (404, b"") for k in HEALTHY}, 10, ["Nothing is at this address"]),
    ({k: (500, b"") for k in HEALTHY}, 10, ["NDES failed inside"]),
    ({k: (503, b"") for k in HEALTHY}, 10, ["Start the pool"]),
    ({k: (414, b"") for k in HEALTHY}, 10, ["too long"]),
    ({k: (403, b"") for k in HEALTHY}, 10, ["403 is what a healthy", "refuses a SCEP question"]),
    ({"GetCACaps": (500, b"")}, 10, ["NDES failed inside", "Impersonate a client"]),
    ({"GetCACaps": (503, b"")}, 10, ["application pool", "Start the pool"]),
    ({"GetCACert": (414, b"")}, 10, ["too long", "65534"]),
    ({"GetCACaps": (403, b"")}, 10, ["refuses a SCEP question"]),
    ({"GetCACaps": (401, b"")}, 10, ["Anonymous Authentication on"]),
    ({"GetCACaps": (302, b"")}, 10, ["devices do not follow"]),
    ({"GetCACaps": (504, b"")}, 10, ["does not get through to NDES"]),
    ({"GetCACaps": (200, b"<html>sign in</html>")}, 10, ["but not SCEP"]),
    ({"GetCACert": (200, b"<html>sign in</html>")}, 10, ["but not SCEP"]),
    ({"GetCACert": (200, b"\x30\x82\xff\xff" + b"x" * 1000)}, 10, ["but not SCEP"]),
    ({"GetCACert": (200, b"0" * (1 << 20))}, 10, []),  # more than is read
    ({"GetCACaps": (200, b"\x1b]0;evil\x07\x1b[2J AES\n" * 100)}, 10, ["but not SCEP"]),
]

failed = 0


def expect(what, found, wanted):
    global failed
    if found == wanted:
        return
    failed += 1
    print(f"{what}: got {found!r}, expected {wanted!r}")


class Server:
    def __init__(self, answers, certificate=None):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):  # noqa: N802
                operation = next((o for o in ("GetCACaps", "GetCACert") if "operation=" + o in self.path), "")
                status, body = answers.get(operation, HEALTHY[operation])
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # whoever hangs up has read enough
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"http{'s' if certificate else ''}://127.0.0.1:{self.server.server_port}{PATH}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def probe(program, *arguments):
    environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    run = subprocess.run([program, "check", *arguments], capture_output=True, timeout=60, check=False, env=environment)
    text = run.stdout.decode("utf-8")
    expect("control characters on the way out", any(ord(c) < 32 and c != "\n" for c in text), False)
    return run.returncode, " ".join(text.split()), run.stderr.decode("utf-8")


def answers(program):
    for differs, code, words in ROWS:
        with Server(differs) as server:
            found, text, stderr = probe(program, "--probe", server.url)
            what = f"{({k: v[0] for k, v in differs.items()})}"
            expect(f"{what}: exit ({stderr})", found, code)
            for word in words:
                expect(f"{what}: {word!r} in {text!r}", word in text, True)


def thumbprints(program):
    with Server({}) as server:
        code, text, _ = probe(program, "--probe", server.url + "/pkiclient.exe?x=1", "--ca-thumbprint", root_thumbprint().upper())
        expect("the root that the profile names", (code, "is among them" in text), (0, True))
        code, text, _ = probe(program, "--probe", server.url, "--ca-thumbprint", "00" * 20)
        expect("another root", (code, "which is none of them" in text), (10, True))
        log = os.path.join(os.path.dirname(HERE), "data", "source", "android.log")
        code, text, _ = probe(program, "--probe", server.url, log)
        expect("a masked root in the log says nothing", (code, "The NDES server, asked from here" in text, "CAThumbprint:" in text),
               (0, True, False))
        with tempfile.TemporaryDirectory() as folder, open(log, encoding="utf-8") as file:
            text = file.read()
            for printed, said in ((root_thumbprint(), "is among them"), ("00" * 20, "which is none of them")):
                told = os.path.join(folder, "log")
                with open(told, "w", encoding="utf-8") as other:
                    other.write(text.replace("CAThumbprint&amp;gt;{GUID}", "CAThumbprint&amp;gt;" + printed))
                found = probe(program, "--probe", server.url, told)[1]
                expect(f"the root of the log's profile, {printed}", said in found, True)


def wrong_certificate(pem):
    """of another name, signed by itself; with its key"""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", pem, "-out", pem + ".crt",
                    "-days", "2", "-subj", "/CN=wrong.example"], capture_output=True, check=True)
    with open(pem + ".crt", encoding="ascii") as crt, open(pem, "a", encoding="ascii") as both:
        both.write(crt.read())


def troubles(program):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        code, text, _ = probe(program, "--probe", f"http://127.0.0.1:{free.getsockname()[1]}{PATH}")
        expect("nobody there", (code, "no answer" in text, "says nothing about the device" in text), (11, True, True))
    with tempfile.TemporaryDirectory() as folder:
        pem = os.path.join(folder, "server.pem")
        wrong_certificate(pem)
        with Server({}, pem) as server:
            code, text, _ = probe(program, "--probe", server.url)
            expect(f"a wrong certificate: {text!r}", (code, "ertificate" in text), (11, True))
    for wrong in ("", "ftp://a/b", "https://user:pw@a/b", "nonsense", "https://a/" + "x" * 5000):
        expect(f"no address: {wrong[:20]}", probe(program, "--probe", wrong)[0], 2)
    expect("JSON", probe(program, "--json", "--probe", "http://127.0.0.1/")[0], 2)


def scepserver(program):
    if not shutil.which("scepserver"):
        print("skipped: scepserver (Debian's scep) is not installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        port = free_ports(1)[0]
        depot = os.path.join(folder, "depot")
        made = subprocess.run(["scepserver", "ca", "-init", "-depot", depot], cwd=folder, capture_output=True, text=True, check=False)
        expect(f"scepserver ca: {made.stderr}", made.returncode, 0)
        run = subprocess.Popen(["scepserver", "-depot", depot, "-port", str(port), "-challenge", "secret"], cwd=folder,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for(port)
            with open(os.path.join(depot, "ca.pem"), encoding="ascii") as pem:
                thumbprint = hashlib.sha1(ssl.PEM_cert_to_DER_cert(pem.read())).hexdigest()
            code, text, _ = probe(program, "--probe", f"http://127.0.0.1:{port}/scep", "--ca-thumbprint", thumbprint)
            expect(f"scepserver: {text!r}", (code, "The server says what it can do" in text, "is among them" in text), (0, True, True))
        finally:
            run.terminate()
            run.wait()


NGINX = """
daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 16; }}
http {{
  access_log off; large_client_header_buffers 1 1k;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port}; {locations} }}
  server {{ listen 127.0.0.1:{tls} ssl; ssl_certificate {pem}; ssl_certificate_key {pem}; return 403; }}
}}
"""
NGINX_SAYS = [("403", ["403 is what a healthy", "refuses a SCEP question"]), ("500", ["NDES failed inside"]),
              ("503", ["Start the pool"]), ("x" * 1500, ["too long"])]  # the last one nginx itself answers with 414


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def wait_for(port):
    for _ in range(100):
        with socket.socket() as there:
            if not there.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)


def nginx(program):
    nginx_path = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    if not nginx_path:
        print("skipped: nginx is not installed")
        return
    with tempfile.TemporaryDirectory() as folder:
        port, tls = free_ports(2)
        pem, conf = os.path.join(folder, "server.pem"), os.path.join(folder, "nginx.conf")
        wrong_certificate(pem)
        locations = " ".join(f"location /{n}/ {{ return {n}; }}" for n in ("403", "500", "503"))
        with open(conf, "w", encoding="ascii") as file:
            file.write(NGINX.format(folder=folder, port=port, tls=tls, pem=pem, locations=locations))
        run = subprocess.Popen([nginx_path, "-p", folder, "-e", folder + "/error.log", "-c", conf], stderr=subprocess.DEVNULL)
        try:
            wait_for(port)
            for place, words in NGINX_SAYS:
                code, text, _ = probe(program, "--probe", f"http://127.0.0.1:{port}/{place}{PATH}")
                expect(f"nginx {place[:4]}: …{text[-500:]!r}", (code, [w for w in words if w not in text]), (10, []))
            code, text, _ = probe(program, "--probe", f"https://127.0.0.1:{tls}{PATH}")
            expect(f"nginx, a wrong certificate: {text!r}", (code, "ertificate" in text), (11, True))
        finally:
            run.terminate()
            run.wait()


def main():
    program = os.path.abspath(sys.argv[1])
    answers(program)
    thumbprints(program)
    troubles(program)
    scepserver(program)
    nginx(program)
    print(f"{failed} faults")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
