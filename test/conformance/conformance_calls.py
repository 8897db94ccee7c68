"""The arguments for all_actions.py: every parameter of every action, in several calls where some exclude each other."""

PROFILE = {
    "login": "ada+x@example.com", "email": "ada@example.com", "firstName": "Ada \"Augusta\"", "lastName": "Łovelace",
    "middleName": "A\\B", "honorificPrefix": "Countess", "honorificSuffix": "of L.", "title": "Analyst",
    "displayName": "Ada\tLovelace", "nickName": "Ada", "profileUrl": "https://example.com/ada?x=1&y=2",
    "secondEmail": "ada2@example.com", "mobilePhone": "+44 1", "primaryPhone": "+44 2",
    "streetAddress": "12 St James's Sq", "city": "London", "state": "-", "zipCode": "SW1Y",
    "countryCode": "GB", "postalAddress": "12 St James's Sq\nLondon",
    "preferredLanguage": "en", "locale": "en_GB", "timezone": "Europe/London", "userType": "mathematician",
    "employeeNumber": "1", "costCenter": "10", "organization": "Analytical Engines", "division": "R&D",
    "department": "R&D", "managerId": "00u2", "manager": "Charles", "shoeSize": 38.5, "languages": ["en", "fr"],
    "nested": {"a": None, "b": [True, {}]},
}
BCRYPT = {"algorithm": "BCRYPT", "workFactor": 10, "salt": "rwh3vH166HCH/NT9XV5FYu",
          "value": "qaMqvAPULkbiQzkTCWo5XDcvzpk8Tna"}
SHA = {"algorithm": "SHA-512", "salt": "TXlTYWx0", "saltOrder": "PREFIX", "value": "jjh834543"}
PBKDF2 = {"algorithm": "PBKDF2", "salt": "c2FsdA==", "iterationCount": 4096, "keySize": 32,
          "digestAlgorithm": "SHA256_HMAC", "value": "mYjBWz+NS4uKkXyJ8aVKYw=="}
QUESTION = {"question": "Who's a major player in the cowboy scene?", "answer": "Annie Oakley"}
USER = "ada+x#?&=%é@example.com"
GROUP, DEVICE = "00g1emaKYZTWRYYRRTSK", "guo4a5u7JHHhjXrMK0g4"
REALM, TYPE = "guox9jQ16k9V8IFEL0g3", "otyfnjfba4ye7pgjB0g4"
SEARCH = "profile.department eq \"R&D+É\" and profile.x sw \"a=b;c#d%20/?\""
LEAN = "application/json; okta-response=\"omitCredentials,omitCredentialsLinks,omitTransitioningToStatus\""


def user(**more):
    return {"profile": PROFILE, "realmId": REALM, "type": {"id": TYPE}, **more}


def update(**more):
    return user(id=USER, strict=True, **{"If-Match": 'W/"1234567890abcdef"'}, **more)


CALLS = {
    "list_devices": [{"search": SEARCH, "limit": 200, "after": "200u3des4afA47rYJu1d7", "expand": "user"},
                     {"expand": "userSummary"}, {}],
    "get_device": [{"deviceId": DEVICE}],
    "delete_device": [{"deviceId": DEVICE}],
    "activate_device": [{"deviceId": DEVICE}],
    "deactivate_device": [{"deviceId": DEVICE}],

    "list_groups": [{"search": SEARCH, "sortBy": "lastUpdated", "sortOrder": "desc", "limit": 10000, "after": "a/b+c=",
                     "expand": "stats"},
                    {"filter": "type eq \"OKTA_GROUP\"", "limit": 1}, {"q": "West&limit=10", "expand": "app"}, {}],
    "get_group": [{"groupId": GROUP}],
    "create_group": [{"profile": {"name": "R&D \"Ł\"", "description": "x" * 1024, "custom": [1]}}],
    "update_group": [{"groupId": GROUP, "profile": {"name": "R&D", "description": "", "custom": {"a": None}}}],
    "delete_group": [{"groupId": GROUP}],
    "list_group_members": [{"groupId": GROUP, "limit": 200, "after": "00u1f96ECLNVOKVMUSEA"}, {"groupId": GROUP}],
    "add_user_to_group": [{"groupId": GROUP, "userId": "00u1"}],
    "remove_user_from_group": [{"groupId": GROUP, "userId": "00u1"}],

    "list_realms": [{"search": SEARCH, "sortBy": "profile.name", "sortOrder": "asc", "limit": 200, "after": "x"}, {}],
    "get_realm": [{"realmId": REALM}],
    "create_realm": [{"profile": {"name": "Car Co", "domains": ["a.example.com", "b.example.com"],
                                  "realmType": "PARTNER"}},
                     {"profile": {"name": "Car Co", "realmType": "DEFAULT"}}],
    "update_realm": [{"realmId": REALM, "profile": {"name": "Car Co", "domains": [], "realmType": "PARTNER"}}],
    "delete_realm": [{"realmId": REALM}],

    "get_user_info": [{}],

    "list_users": [{"search": SEARCH, "sortBy": "profile.lastName", "sortOrder": "desc", "limit": 200,
                    "after": "100u65xtp3", "fields": "id,status,profile:(firstName,city)", "expand": "classification",
                    "Content-Type": LEAN},
                   {"filter": "status eq \"LOCKED_OUT\"", "limit": 1}, {"q": "Ada Łove", "limit": 10}, {}],
    "get_user": [{"id": USER, "expand": "blocks", "Content-Type": LEAN}, {"id": "me"}],
    "create_user": [
        user(activate=True, provider=False, nextLogin="changePassword", groupIds=[GROUP, "00g2"],
             credentials={"password": {"value": "tlpWENT2m \"\\"}, "recovery_question": QUESTION,
                          "provider": {"type": "OKTA", "name": "OKTA"}}),
        user(activate=False, credentials={"password": {"hash": BCRYPT}}), user(credentials={"password": {"hash": SHA}}),
        user(credentials={"password": {"hash": PBKDF2}}), user(credentials={"password": {"hook": {"type": "default"}}}),
        user(provider=True, credentials={"provider": {"type": "FEDERATION", "name": "FEDERATION"}}),
        {"profile": {"login": "ada@example.com", "email": "ada@example.com"}}],
    "update_user": [
        update(credentials={"password": {"value": "tlpWENT2m"}, "recovery_question": QUESTION}),
        update(credentials={"password": {"hash": BCRYPT}}), update(credentials={"password": {"hash": SHA}}),
        update(credentials={"password": {"hash": PBKDF2}}),
        update(credentials={"password": {"hook": {"type": "default"}}}),
        {"id": "me", "profile": {"manager": None, "custom": None}, "strict": False}, {"id": "me"}],
    "replace_user": [
        update(credentials={"password": {"value": "tlpWENT2m"}, "recovery_question": QUESTION}),
        update(credentials={"password": {"hash": BCRYPT}}), update(credentials={"password": {"hash": SHA}}),
        update(credentials={"password": {"hash": PBKDF2}}),
        update(credentials={"password": {"hook": {"type": "default"}}})],
    "list_user_blocks": [{"id": USER}],
    "delete_user": [{"id": USER, "sendEmail": True, "Prefer": "respond-async"}, {"id": USER, "sendEmail": False}],

    "list_user_types": [{}],
    "get_user_type": [{"typeId": TYPE}],
    "create_user_type": [{"name": "newUserType", "displayName": "New \"User\" Type", "description": "A custom type"}],
    "update_user_type": [{"typeId": TYPE, "displayName": "Updated", "description": "A type"}, {"typeId": TYPE}],
    "replace_user_type": [{"typeId": TYPE, "name": "newUserType", "displayName": "Replaced", "description": ""}],
    "delete_user_type": [{"typeId": TYPE}],
}
