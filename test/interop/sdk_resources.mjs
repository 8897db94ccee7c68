// Realms, devices and user types, as Okta's SDK sees them.

import assert from "node:assert/strict";
import { check } from "./check.mjs";
import { all, client, ORG_URL, person, recent, refusal } from "./sdk_client.mjs";

const org = client();
const { realmApi, deviceApi, userTypeApi, userApi } = org;

async function realms() {
    const realm = await realmApi.createRealm({ body: { profile: { name: "Car Co", realmType: "DEFAULT" } } });
    const realmId = realm.id;
    await check("a new realm is not the default one", async () => {
        assert.match(realmId, /^guo[A-Za-z0-9]{17}$/);
        assert.deepEqual([realm.profile.name, realm.isDefault], ["Car Co", false]);
        assert.equal(realm._links.self.href, `${ORG_URL}/api/v1/realms/${realmId}`);
        recent(realm.created);
        recent(realm.lastUpdated);
    });
    await check("realms are read, listed and searched", async () => {
        assert.equal((await realmApi.getRealm({ realmId })).profile.name, "Car Co");
        const listed = await all(realmApi.listRealms({ limit: 1 }));
        assert(listed.some(({ id }) => id === realmId));
        assert.equal(listed.filter(({ isDefault }) => isDefault).length, 1);
        assert.deepEqual(
            (await all(realmApi.listRealms({ search: 'profile.name co "ar C"' }))).map(({ id }) => id),
            [realmId]
        );
    });
    await check("a realm's profile is replaced", async () => {
        assert.equal(
            (await realmApi.replaceRealm({ realmId, body: { profile: { name: "Car Company" } } })).profile.name,
            "Car Company"
        );
        assert.equal((await realmApi.getRealm({ realmId })).profile.name, "Car Company");
    });
    await check("a user is created in a realm, which then cannot be deleted", async () => {
        const { id: userId, realmId: of } = await userApi.createUser({ body: { profile: person(), realmId } });
        assert.equal(of, realmId);
        const error = await realmApi.deleteRealm({ realmId }).catch((reason) => reason);
        assert.equal(error?.status, 400);
        for (let i = 0; i < 2; ++i) await userApi.deleteUser({ userId });
    });
    await check("a deleted realm is gone; the default one stays", async () => {
        await realmApi.deleteRealm({ realmId });
        await refusal(realmApi.getRealm({ realmId }), 404, "E0000007");
        const byDefault = (await all(realmApi.listRealms())).find(({ isDefault }) => isDefault);
        await refusal(realmApi.deleteRealm({ realmId: byDefault.id }), 400, "E0000178");
    });
}

async function devices() {
    const listed = await all(deviceApi.listDevices({ search: 'status eq "ACTIVE"' }));
    const [{ id: deviceId }] = listed;
    const statusOf = async () => (await deviceApi.getDevice({ deviceId })).status;
    await check("devices are listed, on pages of one as on one", async () => {
        const before = org.requestExecutor.requests.length;
        const again = await all(deviceApi.listDevices({ search: 'status eq "ACTIVE"', limit: 1 }));
        assert.deepEqual(
            again.map(({ id }) => id),
            listed.map(({ id }) => id)
        );
        assert.equal(org.requestExecutor.requests.length - before, listed.length);
    });
    await check("a device is read, with its profile", async () => {
        const device = await deviceApi.getDevice({ deviceId });
        assert.match(device.id, /^guo[A-Za-z0-9]{17}$/);
        assert.deepEqual([device.status, device.resourceId, device.resourceType], ["ACTIVE", deviceId, "UDDevice"]);
        assert.deepEqual(
            [typeof device.profile.displayName, typeof device.profile.platform, device.profile.registered],
            ["string", "string", true]
        );
        assert.deepEqual(device.resourceDisplayName.value, device.profile.displayName);
        assert.equal(device._links.self.href, `${ORG_URL}/api/v1/devices/${deviceId}`);
    });
    await check("expand embeds the users of each device", async () => {
        const withUsers = await all(deviceApi.listDevices({ expand: "user" }));
        assert(withUsers.length > 0 && withUsers.every((device) => Array.isArray(device._embedded.users)));
    });
    await check("an active device cannot be deleted", async () => {
        const error = await deviceApi.deleteDevice({ deviceId }).catch((reason) => reason);
        assert([400, 403].includes(error?.status), `${error?.status}`);
        assert.equal(await statusOf(), "ACTIVE");
    });
    await check("a device is deactivated, activated, deactivated and deleted", async () => {
        await deviceApi.deactivateDevice({ deviceId });
        assert.equal(await statusOf(), "DEACTIVATED");
        await deviceApi.activateDevice({ deviceId });
        assert.equal(await statusOf(), "ACTIVE");
        await deviceApi.deactivateDevice({ deviceId });
        await deviceApi.deleteDevice({ deviceId });
        await refusal(deviceApi.getDevice({ deviceId }), 404, "E0000007");
        await refusal(deviceApi.activateDevice({ deviceId }), 404, "E0000007");
    });
}

async function userTypes() {
    const type = await userTypeApi.createUserType({ userType: { name: "contractor", displayName: "Contractor" } });
    const typeId = type.id;
    await check("a new user type is not the default one", async () => {
        assert.match(typeId, /^oty[A-Za-z0-9]{17}$/);
        assert.deepEqual([type.name, type.displayName, type._default], ["contractor", "Contractor", false]);
        recent(type.created);
    });
    await check("user types are listed and read; default stands for the default one", async () => {
        const listed = await all(userTypeApi.listUserTypes());
        assert(listed.some(({ id }) => id === typeId));
        const byDefault = listed.filter(({ _default }) => _default);
        assert.equal(byDefault.length, 1);
        assert.equal((await userTypeApi.getUserType({ typeId: "default" })).id, byDefault[0].id);
        assert.equal((await userTypeApi.getUserType({ typeId })).name, "contractor");
    });
    await check("an update changes what it names; a replacement needs all, and keeps the name", async () => {
        const updated = await userTypeApi.updateUserType({ typeId, userType: { displayName: "Freelancer" } });
        assert.deepEqual([updated.displayName, updated.name], ["Freelancer", "contractor"]);
        const userType = { name: "contractor", displayName: "External", description: "Others" };
        const replaced = await userTypeApi.replaceUserType({ typeId, userType });
        assert.deepEqual([replaced.displayName, replaced.description], ["External", "Others"]);
        await refusal(
            userTypeApi.replaceUserType({ typeId, userType: { ...userType, name: "other" } }),
            400,
            "E0000001"
        );
        await refusal(userTypeApi.createUserType({ userType }), 400, "E0000001");
    });
    await check("a type that a user has, and the default one, cannot be deleted", async () => {
        const user = await userApi.createUser({ body: { profile: person(), type: { id: typeId } }, activate: false });
        assert.equal(user.type.id, typeId);
        await refusal(userTypeApi.deleteUserType({ typeId }), 403, "E0000142");
        for (let i = 0; i < 2; ++i) await userApi.deleteUser({ userId: user.id });
        const { id } = await userTypeApi.getUserType({ typeId: "default" });
        await refusal(userTypeApi.deleteUserType({ typeId: id }), 403, "E0000142");
    });
    await check("a deleted user type is gone", async () => {
        await userTypeApi.deleteUserType({ typeId });
        await refusal(userTypeApi.getUserType({ typeId }), 404, "E0000007");
    });
}

export async function resources() {
    await realms();
    await devices();
    await userTypes();
}
