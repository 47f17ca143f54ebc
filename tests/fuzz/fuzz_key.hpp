// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace portside::fuzz {

/// A key over P-256 that signs nothing but what fuzzers make up.
inline constexpr char kKey[] =  // NOLINT: not a secret
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg4lMeLcCalkw5ejAa\n"
    "8wTie8qNalCH08r+XFrSv+JlVOWhRANCAAR/QtxB03tiL3MfkbmFfybptDfHcMX1\n"
    "M87rriiCjhauHfL6QSkcE8YBjqk52JoajAXzzrGPqK1sacP34vK8eeFX\n"
    "-----END PRIVATE KEY-----\n";

}  // namespace portside::fuzz
