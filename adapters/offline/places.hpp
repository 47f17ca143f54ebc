// SPDX-License-Identifier: Apache-2.0
//
// Where images keep what tells their packages.
#pragma once

namespace portside::offline {

inline constexpr char kOsRelease[] = "etc/os-release";
inline constexpr char kOsReleaseOfVendor[] = "usr/lib/os-release";
inline constexpr char kDebianVersion[] = "etc/debian_version";
inline constexpr char kAlpineRelease[] = "etc/alpine-release";
inline constexpr const char* kOsFiles[] = {kOsRelease, kOsReleaseOfVendor, kDebianVersion,
                                           kAlpineRelease};

inline constexpr char kDpkgStatus[] = "var/lib/dpkg/status";
/// Distroless images have a file for each package there.
inline constexpr char kDpkgStatusFolder[] = "var/lib/dpkg/status.d";

inline constexpr const char* kApkDatabases[] = {"lib/apk/db/installed", "usr/lib/apk/db/installed"};

inline constexpr const char* kRpmFolders[] = {"var/lib/rpm", "usr/lib/sysimage/rpm",
                                              "usr/share/rpm"};
inline constexpr char kRpmSqlite[] = "rpmdb.sqlite";
/// What was written last may still be there and not in the database.
inline constexpr char kRpmSqliteLog[] = "rpmdb.sqlite-wal";

/// A form of the rpm database that is not read.
struct RpmContainer {
  const char* file;
  const char* name;
};
inline constexpr RpmContainer kRpmContainers[] = {{"Packages.db", "rpm's own format (ndb)"},
                                                  {"Packages", "Berkeley DB"}};

}  // namespace portside::offline
