"""Who calls account: people with cookies, programs with a client id and secret."""

from tests.support.contract import Exchange, assert_as_agreed


class Person:
    """Somebody at a browser: keeps cookies, and sends the CSRF token back as the browser's page would."""

    def __init__(self, app):
        self.browser = app.test_client()
        self.user = None

    def sign_up(self, **draft):
        self.user = self.post("/api/account/signup", draft, status=201)
        self.password = draft["password"]
        return self.user

    def sign_in(self, status=200, **given):
        given = {"email": self.user["email"], "password": self.password} | given if self.user else given
        return self.post("/api/account/signin", given, status=status)

    @property
    def csrf(self):
        cookie = self.browser.get_cookie("csrf_access_token")
        return {"X-CSRF-TOKEN": cookie.value} if cookie else {}

    def call(self, method, path, **options):
        headers = self.csrf | options.pop("headers", {})
        return self.browser.open(path, method=method, headers=headers, **options)

    def get(self, path, status=200, **options):
        return wanted(self.call("GET", path, **options), status)

    def post(self, path, body, status=200):
        return wanted(self.call("POST", path, json=body), status)

    def put(self, path, body, status=200):
        return wanted(self.call("PUT", path, json=body), status)

    def delete(self, path, status=200):
        return wanted(self.call("DELETE", path), status)

    def adds(self, key, version, to=None, status=200):
        action = {"type": "addProject", "value": {"key": key}}
        return self.put(f"/api/account/users/{to or self.user['id']}", {"version": version, "action": action}, status)


class Program:
    """A program with a client id and secret."""

    def __init__(self, app, made):
        self.http = app.test_client()
        self.made, self.id, self.secret = made, made["id"], made.get("secret")

    @property
    def credentials(self):
        return (self.id, self.secret)

    def asks(self, path="/oauth/token", status=200, auth=True, **form):
        """The answer of a token endpoint to a form."""
        options = {"auth": self.credentials} if auth is True else {"auth": auth} if auth else {}
        return wanted(self.http.post(path, data=form, **options), status)

    def token(self, **form):
        return self.asks(**({"grant_type": "client_credentials"} | form))["access_token"]

    def call(self, method, path, token=None, **options):
        headers = {"Authorization": f"Bearer {token or self.token()}"} | options.pop("headers", {})
        response = self.http.open(path, method=method, headers=headers, **options)
        received = response.get_json(silent=True)
        sent = options.get("json")
        assert_as_agreed(Exchange(method, response.request.path, sent, response.status_code, received))
        return response

    def get(self, path, status=200, **options):
        return wanted(self.call("GET", path, **options), status)

    def post(self, path, body, status=201, **options):
        return wanted(self.call("POST", path, json=body, **options), status)

    def delete(self, path, status=200, **options):
        return wanted(self.call("DELETE", path, **options), status)


def wanted(response, status):
    assert response.status_code == status, f"{response.request.path}: {response.status_code} {response.text}"
    return response.get_json(silent=True)
