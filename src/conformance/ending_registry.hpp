// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "portside/api/registry_access.hpp"

namespace portside::conformance {

/// A repository that gives what it is asked for, and lets something happen right behind that: the
/// call can end where the plugin is alone with its data, and has to look by itself.
class EndingRegistry final : public RegistryAccess {
 public:
  EndingRegistry(RegistryAccess& content, std::function<void()> behind)
      : content_(content), behind_(std::move(behind)) {}

  std::string url() const override { return content_.url(); }
  std::string repository() const override { return content_.repository(); }
  std::string manifest(const std::string& reference, std::string& media_type,
                       const CallContext& context) override {
    std::string text = content_.manifest(reference, media_type, context);
    behind_();
    return text;
  }
  void blob(const std::string& digest, ByteSink& sink, const CallContext& context) override {
    content_.blob(digest, sink, context);
    behind_();
  }
  void layer(const std::string& digest, const std::string& diff_id, ByteSink& sink,
             const CallContext& context) override {
    content_.layer(digest, diff_id, sink, context);
    behind_();
  }
  Authorization authorization(const CallContext& context) override {
    return content_.authorization(context);
  }
  Credentials credentials(const CallContext& context) override {
    return content_.credentials(context);
  }

 private:
  RegistryAccess& content_;
  const std::function<void()> behind_;
};

}  // namespace portside::conformance
