// SPDX-License-Identifier: Apache-2.0
//
// What Clair 4.9.0 writes.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "fake_clair4.hpp"

namespace portside::testing {

using Document4 = nlohmann::ordered_json;

HttpResponse answer4(std::int32_t status, const Document4& document, const std::string& type);
HttpResponse error4(std::int32_t status, const std::string& code, const std::string& message);
/// Without a body and without a type.
HttpResponse plain4(std::int32_t status);

bool is_digest4(const std::string& text);
bool is_uuid4(const std::string& text);

Document4 package4(const std::string& id, const FakePackage4& package);
Document4 distribution4();
Document4 vulnerability4(const std::string& id, const FakeVulnerability4& one);
/// One of several for a vulnerability.
Document4 score4(const std::string& score);
/// Of all updaters, the latest.
Document4 update_operations4();

/// One entry of a notification.
Document4 notified4(std::size_t number, const std::string& manifest);
std::string notified_id4(std::size_t number);

}  // namespace portside::testing
