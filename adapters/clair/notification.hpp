// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "clair/config.hpp"
#include "portside/api/host_services.hpp"
#include "portside/api/notification.hpp"

namespace portside::clair {

/// What a webhook call of Clair announces.
struct ClairNotification {
  /// 2 or 4.
  int generation = 0;
  /// A UUID, by which Clair is asked for the rest.
  std::string name;
};

/// Authenticates as the configuration says and reads the name. An address in the call is not looked
/// at: whoever can write to the webhook could have requests sent with it. Throws
/// kNotificationRejected and kMalformedData.
ClairNotification accept(const Notification& call, const ClairConfig& config, HostServices& host);

Json to_json(const ClairNotification& notification);

/// Throws kMalformedData for anything that to_json() did not write.
ClairNotification parse_notification(const Json& token);

}  // namespace portside::clair
