// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "portside/api/byte_sink.hpp"

namespace portside::cli {

/// Writes a file that was not there, for its owner's eyes only (mode 0600), down to the disk.
/// Throws kConflict when there is one, and kIo; no file is left then.
void write_new_file(const std::string& path, std::string_view text);

/// Puts `text` in the place of a file's content: at any time, also after a crash, there is the one
/// or the other. Mode, owner, group and access list stay, other extended attributes do not. Links
/// are followed. Throws kIo; the file is as it was then.
void replace_file(const std::string& path, std::string_view text);

/// Writes what `write` hands to its sink: the file appears, or takes the place of an old one with
/// its mode, when all of it is there. What is no regular file (a device, a FIFO) is written as it
/// is. Throws kIo and what `write` throws; the file is as it was then.
void write_output_file(const std::string& path, const std::function<void(ByteSink&)>& write);

}  // namespace portside::cli
