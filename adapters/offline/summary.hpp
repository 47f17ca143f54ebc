// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "advisory/index.hpp"
#include "advisory/match.hpp"
#include "offline/config.hpp"
#include "offline/image_document.hpp"
#include "offline/image_reader.hpp"
#include "portside/api/scan_step.hpp"

namespace portside::offline {

/// The summary for something that is no image with packages of Linux: its manifest says so.
/// `is_scannable` false means that it holds.
ScanSummary unsupported_document(const ImageDocument& image);
bool is_scannable(const ImageDocument& image);

/// What the packages of an image come to before advisories are asked: outcome kScanned when there
/// are packages of a known release to match, or else why not. Never "clean" by default: an image
/// with files and without packages that are known is unsupported.
ScanSummary summary_of(const ImageContent& content);

/// Completes a summary whose outcome is kScanned. `index` null: there is none.
void add_index(ScanSummary& summary, const ImageContent& content, const advisory::Index* index,
               const OfflineConfig& config, Millis now);

/// Completes it with what matching could not decide. The outcome is kUnsupported, though there may
/// be rows, when the distribution has a further database that is not read: some packages are not
/// known.
void add_match(ScanSummary& summary, const ImageContent& content,
               const advisory::MatchSummary& match);

/// The sentence about an index that is missing, and what to do.
std::string missing_index(const std::string& path);

}  // namespace portside::offline
