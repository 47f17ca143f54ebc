// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "clair/generation.hpp"
#include "clair/v2/chain_index.hpp"

namespace portside::clair::v2 {

/// Reads all pages of a notification and finds the images of its layers, each image once. What it
/// does with layers that no image of ours has, and with changes that no report shows, the
/// configuration says. A notification that Clair does not know affects nothing: it was dealt with,
/// or never was one (the webhook of Clair 2 is not signed). Throws as answer_error() says;
/// kScannerUnavailable when the pages ran out of time (their tokens live for an hour). More than
/// 10,000 pages or 100,000 images are all images.
RescanTargets find_affected_images(const Clair& clair, const ChainIndex& index,
                                   const std::string& notification, const CallContext& context);

/// `DELETE` of the notification; one that Clair does not know is no error.
void delete_notification(const Clair& clair, const std::string& notification,
                         const CallContext& context);

}  // namespace portside::clair::v2
