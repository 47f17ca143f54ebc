// SPDX-License-Identifier: Apache-2.0
//
// Where a value stands in a document.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace portside::config {

/// The way from the root of a document to a value: keys of maps and indexes of lists.
using Step = std::variant<std::string_view, std::size_t>;
using Path = std::vector<Step>;

/// For messages: `plugins.dirs[1]`, `plugins.files."acme.so"`; long keys are cut.
std::string dotted_place(const Path& path);

/// Takes `/step` off the beginning of a JSON pointer and undoes its escapes (RFC 6901).
std::string take_step(std::string_view& pointer);

/// The dotted_place() of what a JSON pointer leads to below `path`. Of steps of digits alone nobody
/// knows what they are: they are taken for indexes.
std::string dotted_place(Path path, std::string_view pointer);

/// For messages: `/plugins/dirs/1`; long keys are cut.
std::string pointer_place(const Path& path);

/// The JSON pointer (RFC 6901) of a value, which no other value of the document has.
std::string json_pointer(const Path& path);

/// The JSON pointer of a place that a person wrote as one, or as messages write it:
/// `adapters.clair.hosts[0]`, keys of other characters than letters, digits, `_`, `-` and `@` in
/// quotes. Nothing when it is neither.
std::optional<std::string> pointer_of(std::string_view place);

}  // namespace portside::config
