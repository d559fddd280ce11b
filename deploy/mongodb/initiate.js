/*
 * Run by mongosh: makes the three members one set and creates the administrator and the users of the product and of
 * its backups. May run any number of times: what is there stays, rights and the two passwords follow this file and .env. It runs in the network of the first member,
 * because only from the member's own loopback may the first user of a set be created.
 */
/* global db, process, sleep, print, quit */
const { MONGODB_ADMIN_PASSWORD, MONGODB_PASSWORD, MONGODB_BACKUP_PASSWORD } = process.env;
const admin = db.getSiblingDB('admin');
const members = ['mongodb-1:27017', 'mongodb-2:27017', 'mongodb-3:27017'];
const alreadyInitialized = 23;
const unauthorized = 13;
const authenticationFailed = 18;

function signIn() {
  try {
    admin.auth('admin', MONGODB_ADMIN_PASSWORD);
    return true;
  } catch (error) {
    if (error.code === authenticationFailed) return false;
    throw error;
  }
}

function initiate() {
  try {
    admin.adminCommand({
      replSetInitiate: {
        _id: 'govflow',
        // The first member leads when all are well, so that this script finds the primary where it runs.
        members: members.map((host, index) => ({ _id: index, host, priority: index === 0 ? 2 : 1 })),
      },
    });
  } catch (error) {
    // Initiated before: then only who is signed in may ask.
    if (error.code !== unauthorized && error.code !== alreadyInitialized) throw error;
  }
}

function awaitPrimary() {
  for (let seconds = 0; seconds < 120; seconds += 1) {
    if (db.hello().isWritablePrimary) return;
    sleep(1000);
  }
  print('mongodb-1 did not become primary');
  quit(1);
}

function keepUser(database, user, pwd, roles) {
  if (database.getUser(user) === null) database.createUser({ user, pwd, roles });
  else database.updateUser(user, { pwd, roles });
}

function keepRole(role, privileges) {
  if (admin.getRole(role) === null) admin.createRole({ role, privileges, roles: [] });
  else admin.updateRole(role, { privileges, roles: [] });
}

if (!signIn()) {
  initiate();
  awaitPrimary();
  if (!signIn()) {
    admin.createUser({ user: 'admin', pwd: MONGODB_ADMIN_PASSWORD, roles: ['root'] });
    signIn();
  }
}
awaitPrimary();
const product = db.getSiblingDB('govflow');
keepUser(product, 'govflow', MONGODB_PASSWORD, [{ role: 'readWrite', db: 'govflow' }]);
// Only a role of `admin` can hold a right on the cluster. A backup reads everything; `--window` keeps snapshots longer
// and puts the setting back; the one collection about restores is made where it is missing. It changes no record.
keepRole('govflowBackup', [
  { resource: { cluster: true }, actions: ['getParameter', 'setParameter'] },
  { resource: { db: 'govflow', collection: 'restores' }, actions: ['createCollection', 'createIndex'] },
]);
keepUser(product, 'backup', MONGODB_BACKUP_PASSWORD, [
  { role: 'read', db: 'govflow' },
  { role: 'govflowBackup', db: 'admin' },
]);
print('the replica set is ready');
