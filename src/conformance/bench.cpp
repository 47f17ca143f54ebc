// SPDX-License-Identifier: Apache-2.0
#include "conformance/bench.hpp"

#include <utility>

#include "conformance/attempt.hpp"
#include "conformance/sample_image.hpp"

namespace portside::conformance {
namespace {

/// Longer than any check lasts; by the clock of the host, which only waits move.
constexpr Millis kDeadline = 3'600'000;

Obstacle no_configuration(const Attempt& attempt, const Json& config) {
  const std::string what = attempt.error ? quoted(*attempt.error) : attempt.foreign;
  if (!config.absent()) {
    return skipped("configure() refuses the given document (" + what + ")",
                   "see create-given-config");
  }
  return skipped("configure() refuses to do without a document (" + what + ")",
                 "give a valid one (--config, or Quirks::config)");
}

}  // namespace

Bench::Bench(const CheckSubject& subject, std::string instance_id)
    : subject_(subject), host_(subject_.quirks, std::move(instance_id)) {}

Bench::~Bench() {
  if (object_.scanner != nullptr || object_.processor != nullptr) stage("the destructor");
  object_.destroy();
}

void Bench::stage(std::string_view what) const {
  if (subject_.on_stage) subject_.on_stage(what);
}

Obstacle Bench::make_object() {
  stage("the constructor");
  const Attempt made = attempt([&] { object_ = Object::make(subject_); });
  if (!made.returned()) {
    return skipped("the constructor made no object", "see create-empty-config");
  }
  stage("configure()");
  const Attempt configured = attempt([&] { object_.configure(subject_.quirks.config, host_); });
  if (!configured.returned()) return no_configuration(configured, subject_.quirks.config);
  host_.end_configure();
  return std::nullopt;
}

Obstacle Bench::prepare() {
  if (Obstacle obstacle = make_object()) return obstacle;
  stage("describe()");
  const Attempt described = attempt([&] {
    const auto types = object_.media_types();
    if (!types.empty()) media_type_ = types.front();
  });
  if (!described.returned()) return skipped("describe() threw", "see describe-does-no-io");
  choose_image();
  return std::nullopt;
}

void Bench::fill(testing::MemoryRegistryAccess& registry) const {
  if (subject_.quirks.fill_repository) {
    subject_.quirks.fill_repository(registry);
  } else {
    put_sample_image(registry, media_type_);
  }
}

void Bench::choose_image() {
  testing::MemoryRegistryAccess scratch;
  SampleImage sample = put_sample_image(scratch, media_type_);
  fill(registry_);
  request_ = subject_.quirks.request.value_or(std::move(sample.request));
  artifact_ = subject_.quirks.artifact.value_or(std::move(sample.artifact));
  manifest_ = std::move(sample.manifest);
  const testing::TestCallContext context;
  attempt([&] {
    std::string type;
    manifest_ = registry_.manifest(artifact_.digest, type, context);
  });
}

std::unique_ptr<testing::MemoryRegistryAccess> Bench::another_registry() const {
  auto registry = std::make_unique<testing::MemoryRegistryAccess>();
  fill(*registry);
  return registry;
}

std::vector<Outcome> Bench::run() {
  const testing::TestCallContext context(host_.clock(), kDeadline);
  return run(registry_, context);
}

std::vector<Outcome> Bench::run(RegistryAccess& registry, const CallContext& context,
                                Millis longest_pause) {
  return run_operations({object_, subject_.quirks, host_, registry, context, request_, artifact_,
                         manifest_, subject_.on_stage, longest_pause});
}

}  // namespace portside::conformance
