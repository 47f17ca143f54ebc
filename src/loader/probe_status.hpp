// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace portside::loader {

/// Exit statuses of a portside-probe that ended as it should. Those other than kSurvived say that
/// the plugin is unusable in an orderly way, which whoever loads it finds as well.
enum ProbeStatus : int {
  kSurvived = 0,
  kBadUsage = 2,
  kNotLoadable = 3,
  kUnusableDescriptor = 4,
  kNoObject = 5,
};

}  // namespace portside::loader
