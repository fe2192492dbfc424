"""Puts real authorization servers through a client's life: each in turn, started once and never again, while the
clientkeep command line changes the registry under it. Prints a table of what was seen, and fails where one differs."""

import base64
import hashlib
import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

PASSWORD = "seven quiet lanterns"
CALLBACK = "https://app.example.com/callback?from=registry"


class Registry:
    """The clientkeep program, as an operator's script uses it."""

    def __init__(self, folder):
        self.file = folder / "registry.db"
        self.password = folder / "password"
        self.password.write_text(PASSWORD + "\n")
        self("init", "--admin", "ada", "--recovery-code-out", str(folder / "recovery"))
        self("scope", "add", "introspection")

    def command(self, arguments):
        return ["target/debug/clientkeep", "--registry", str(self.file), "--operator", "ada", "--yes", "--json",
                "--password-file", str(self.password), *arguments]

    def begin(self, *arguments):
        return subprocess.Popen(self.command(arguments), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)

    def __call__(self, *arguments, check=True):
        done = subprocess.run(self.command(arguments), capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if check and done.returncode:
            raise SystemExit(f"{' '.join(arguments)}: {done.stderr}")
        return json.loads(done.stdout) if done.stdout.lstrip()[:1] in ("{", "[") else done.stdout


class Server:
    """A running authorization server, spoken to as its clients do."""

    def __init__(self, name, version, command, environment, log):
        self.name, self.version = name, version
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        with open(log, "w") as out:
            self.process = subprocess.Popen([*command, str(self.port)], env={**os.environ, **environment},
                                            stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        end = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise SystemExit(f"{name} does not start:\n{Path(log).read_text()}") from None
                time.sleep(0.05)

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        text = answer.read().decode()
        return answer, text

    def post(self, path, credentials, **fields):
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if ":" in credentials:
            headers["Authorization"] = "Basic " + base64.b64encode(credentials.encode()).decode()
        else:
            fields["client_id"] = credentials
        answer, text = self.request("POST", path, urlencode(fields), headers)
        try:
            return answer.status, json.loads(text)
        except ValueError:
            raise SystemExit(f"{self.name} answers {answer.status} with: {text[:400]}") from None

    def token(self, credentials, **fields):
        return self.post("/token", credentials, **{"grant_type": "client_credentials", **fields})

    def active(self, credentials, token):
        return self.post("/introspect", credentials, token=token)[1].get("active")

    def authorize(self, client_id, user, **fields):
        """The parameters that the user's browser brings back to the client, or the status of a page that tells an error."""
        asked = {"response_type": "code", "client_id": client_id, "redirect_uri": CALLBACK, "scope": "read",
                 "state": secrets.token_hex(8), **fields}
        asked = {name: value for name, value in asked.items() if value is not None}
        path, cookies, headers = "/authorize?" + urlencode(asked), {}, {"X-Test-User": user}
        for _ in range(9):
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
            answer, _ = self.request("GET", path, headers=headers)
            if answer.status == 200:  # a page that asks for consent: it is given
                form = urlencode({**asked, "allow": "Authorize"})
                form_headers = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
                answer, _ = self.request("POST", "/authorize", form, form_headers)
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.split(";")[0].partition("=")
                cookies[name] = value
            target = answer.headers["Location"]
            if answer.status not in (302, 303) or target is None:
                return {"status": answer.status}
            if target.startswith(CALLBACK.split("?")[0]):
                returned = {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}
                assert returned["from"] == "registry" and returned.get("state") == asked["state"], target
                return returned
            there = urlsplit(urljoin(f"http://127.0.0.1:{self.port}{path}", target))
            if there.port != self.port:
                return {"elsewhere": target}
            path = there.path + ("?" + there.query if there.query else "")
        return {"status": "no end"}


def pair():
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    return verifier, {"code_challenge": challenge, "code_challenge_method": "S256"}


def life(registry, server, told):
    """One client's life. `told` takes what was tried and whether it was as it should be."""
    name = f"Service of {server.name}"
    made = registry("create", name, "--class", "USER", "--scope", "read", "--access-token-ttl", "7m")
    client, own = made["client_id"], f"{made['client_id']}:{made['client_secret']}"
    # A resource server asks whether tokens are good; nothing is done to it.
    watcher = registry("create", f"Watcher of {server.name}", "--class", "USER", "--scope", "read introspection")
    watcher = f"{watcher['client_id']}:{watcher['client_secret']}"

    status, token = server.token(own)
    told("client created: token issued", status == 200 and token["token_type"].lower() == "bearer")
    told("lifetime is the registry's", token.get("expires_in") == 420)
    told("introspection: active", server.active(watcher, token["access_token"]) is True)
    status, asked = server.token(own, scope="read")
    told("scope of the registry granted", (status, asked.get("scope")) == (200, "read"))
    told("another scope refused", server.token(own, scope="write")[1].get("error") == "invalid_scope")
    told("a scope that there is not, not granted", "no.such" not in server.token(own, scope="no.such")[1].get("scope", ""))
    told("wrong secret refused", server.token(own[:-1] + "x")[0] == 401)
    told("the stored verifier refused", server.token(f"{client}:{verifier_of(registry, client)}")[0] == 401)
    told("grant type that it lacks refused", server.token(own, grant_type="refresh_token", refresh_token="x")[0] >= 400)

    registry("update", client, "--access-token-ttl", "90m", "--scope", "read write")
    status, token = server.token(own, scope="write")
    told("lifetime and scope changed: at once", (token.get("expires_in"), token.get("scope")) == (5400, "write"))
    registry("update", client, "--access-token-ttl=-1")
    told("-1 never expires", server.token(own)[1].get("expires_in", 10**10) > 10**9)

    authorize(registry, server, told, watcher)
    secrets_of(registry, server, told, client, own, watcher)
    contained(registry, server, told, watcher)
    imported(registry, server, told)


def verifier_of(registry, client):
    import sqlite3

    with sqlite3.connect(f"{registry.file.as_uri()}?mode=ro", uri=True) as database:
        return database.execute("SELECT phc FROM live_secret WHERE client_id = ?", (client,)).fetchone()[0]


def authorize(registry, server, told, watcher):
    partner = "p" + secrets.token_hex(4)
    registry("partner", "add", f"Partner {partner}", "--subdomain", partner)
    registry("partner", "user", "add", partner, "jane")
    made = registry("create", f"Web of {server.name}", "--class", "USER", "--profile", "web", "--scope", "read",
                    "--redirect-uri", CALLBACK, "--partner", partner, "--client-id", f"{partner}-jane",
                    "--refresh-token-ttl", "1h")
    client, own = made["client_id"], f"{made['client_id']}:{made['client_secret']}"
    verifier, challenge = pair()

    def redeem(code, **fields):
        return server.token(own, grant_type="authorization_code", code=code, redirect_uri=CALLBACK,
                            **{"code_verifier": verifier, **fields})

    code = server.authorize(client, "jane", **challenge).get("code", "")
    status, token = redeem(code)
    told("authorization code redeemed", status == 200 and "access_token" in token)
    status, again = server.token(own, grant_type="refresh_token", refresh_token=token.get("refresh_token", ""))
    told("refresh token redeemed", status == 200 and "access_token" in again)
    told("its access token is active", server.active(watcher, again.get("access_token", "")) is True)
    code = server.authorize(client, "jane", **challenge).get("code", "")
    told("a code redeemed twice refused", (redeem(code)[0], redeem(code)[0]) == (200, 400))
    told("wrong PKCE verifier refused",
         redeem(server.authorize(client, "jane", **challenge).get("code", ""), code_verifier="x" * 64)[0] == 400)
    told("no PKCE challenge refused", "code" not in server.authorize(client, "jane"))
    other = server.authorize(client, "jane", redirect_uri=CALLBACK.replace("callback", "other"), **challenge)
    told("another redirect URI refused", other.get("status", 0) >= 400)
    told("the redirect URI with a tail refused",
         server.authorize(client, "jane", redirect_uri=CALLBACK + "&x=1", **challenge).get("status", 0) >= 400)
    told("user of no such partner refused",
         server.authorize(client, "mallory", **challenge).get("error") == "access_denied")
    registry("partner", "user", "add", partner, "mallory")
    told("user added to the partner: accepted at once", "code" in server.authorize(client, "mallory", **challenge))
    registry("update", client, "--redirect-uri", "https://elsewhere.example.com/")
    told("redirect URI replaced: the old refused",
         server.authorize(client, "jane", **challenge).get("status", 0) >= 400)
    registry("update", client, "--redirect-uri", CALLBACK)
    time.sleep(1.1)  # tokens-not-before has whole seconds
    leaked = registry("rotate", client, "--reason", "leak")
    told("leak: tokens from before it void", server.active(watcher, again.get("access_token", "")) is False)
    told("leak: refresh tokens from before it void", server.token(
        f"{client}:{leaked['client_secret']}", grant_type="refresh_token",
        refresh_token=again.get("refresh_token", token.get("refresh_token", "")))[0] == 400)


def imported(registry, server, told):
    """A client that comes from another system with a secret of its own, of which only argon2id is kept."""
    client, secret = f"from-elsewhere-{secrets.token_hex(4)}", "brought in from elsewhere"
    document = registry.file.parent / "import.json"
    document.write_text(json.dumps({
        "client_id": client, "client_name": f"Imported for {server.name}", "client_secret": secret,
        "grant_types": ["client_credentials"], "scope": "read",
        "token_endpoint_auth_method": "client_secret_basic"}))
    registry("import", str(document), "--format", "rfc7591", "--class", "USER")
    told("imported secret accepted", server.token(f"{client}:{secret}")[0] == 200)
    told("another in its place refused", server.token(f"{client}:{secret}x")[0] == 401)


def secrets_of(registry, server, told, client, own, watcher):
    status, token = server.token(own)
    assert status == 200, token
    time.sleep(1.1)  # tokens-not-before has whole seconds
    replaced = registry("rotate", client, "--reason", "leak")
    new = f"{client}:{replaced['client_secret']}"
    began = time.monotonic()
    refused = server.token(own)
    took = time.monotonic() - began
    told("secret rotated: the old refused at once", refused[0] == 401 and refused[1]["error"] == "invalid_client" and took < 1)
    status, fresh = server.token(new)
    told("secret rotated: the new accepted at once", status == 200)
    told("rotated for a leak: earlier tokens void", server.active(watcher, token["access_token"]) is False)
    told("tokens since then are good", server.active(watcher, fresh["access_token"]) is True)
    third = registry("rotate", client, "--grace", "2s")
    third = f"{client}:{third['client_secret']}"
    told("grace: the older accepted beside the new", {server.token(new)[0], server.token(third)[0]} == {200})
    time.sleep(2.2)
    told("grace over: refused by itself", (server.token(new)[0], server.token(third)[0]) == (401, 200))
    registry("disable", client)
    told("disabled: refused", server.token(third)[0] == 401)
    told("disabled: its tokens are not active", server.active(watcher, fresh["access_token"]) is False)
    registry("enable", client)
    told("enabled: accepted", server.token(third)[0] == 200)
    shown = registry("show", client)
    told("use reported: the registry tells it", shown["last_used_at"] is not None)
    told("a retired secret tried again: lint tells it",
         any(one["rule"] == "L-101" for one in advice(registry("lint", client, "--format", "json", check=False))))
    registry("delete", client)
    told("deleted: refused", server.token(third)[0] == 401)
    told("never restarted", server.process.poll() is None)


def contained(registry, server, told, watcher):
    """A leak: what a server still takes while the command that cuts the client off runs."""
    made = registry("create", f"Leaked of {server.name}", "--class", "USER", "--scope", "read")
    client, own = made["client_id"], f"{made['client_id']}:{made['client_secret']}"
    status, token = server.token(own)
    assert status == 200, token
    time.sleep(1.1)  # tokens-not-before has whole seconds
    with registry.begin("contain", client, "--reason", "Found in a public log") as running:
        said = running.stderr.readline()
        began = time.monotonic()
        assert said.startswith("Contained: 1 client."), said
        refused = server.token(own)[0]
        took = time.monotonic() - began
        told("contained: refused within a second of its word", refused == 401 and took < 1)
        told("contained: its tokens are not active", server.active(watcher, token["access_token"]) is False)
        renewed = json.loads(running.stdout.read())
    new = f"{client}:{renewed['client_secret']}"
    told("contained: the new secret waits to be enabled", server.token(new)[0] == 401)
    registry("enable", client)
    told("enabled after it: the new accepted, the leaked refused", (server.token(new)[0], server.token(own)[0]) == (200, 401))


def advice(lint):
    lists = [entry.get("advice", []) if isinstance(entry, dict) else [] for entry in lint]
    return [entry for entry in lint if "rule" in entry] or [one for entries in lists for one in entries]


def main():
    folder, python, node, modules = (Path(argument).absolute() for argument in sys.argv[1:5])
    registry = Registry(folder / "own")
    connect = Path("assets/connect").resolve()
    own = Path(".ci/servers").resolve()
    for file in [*connect.glob("*.mjs"), own / "oidc_app.mjs"]:
        (modules / file.name).write_text(file.read_text())
    environment = {"CLIENTKEEP_REGISTRY": str(registry.file), "PYTHONPATH": str(connect), "NODE_NO_WARNINGS": "1",
                   "DJANGO_DATABASE": str(folder / "django.db"), "AUTHLIB_INSECURE_TRANSPORT": "1"}
    version = json.loads((modules / "node_modules/oidc-provider/package.json").read_text())["version"]
    of = lambda name: subprocess.check_output(
        [python, "-c", f"import importlib.metadata as m; print(m.version('{name}'))"], text=True).strip()
    servers = [
        ("node-oidc-provider", version, [node, modules / "oidc_app.mjs"]),
        ("Authlib", of("Authlib"), [python, own / "authlib_app.py"]),
        ("django-oauth-toolkit", of("django-oauth-toolkit"), [python, own / "django_app.py"]),
    ]
    seen, wrong = {}, 0
    for name, number, command in servers:
        server = Server(name, number, [str(part) for part in command], environment, folder / f"{name}.log")
        try:
            life(registry, server, lambda what, good: seen.setdefault(what, {}).update({name: good}))
        finally:
            server.process.terminate()
            server.process.wait(10)
    names = [f"{name} {number}" for name, number, _ in servers]
    width = max(map(len, seen))
    print(" " * width, *names, sep="  ")
    for what, results in seen.items():
        row = [("yes" if results.get(name) else "NO").ljust(len(title)) for (name, *_), title in zip(servers, names)]
        wrong += sum(not results.get(name) for name, *_ in servers)
        print(what.ljust(width), *row, sep="  ")
    print(f"{len(seen)} things tried at each of {len(servers)} real authorization servers: {wrong} not as they should be")
    if wrong:
        raise SystemExit("\n".join(f"--- {name}\n{(folder / f'{name}.log').read_text()[-3000:]}" for name, *_ in servers))


main()
