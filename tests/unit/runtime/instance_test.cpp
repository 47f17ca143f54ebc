// SPDX-License-Identifier: Apache-2.0
#include "runtime/instance.hpp"

#include <atomic>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "error_of.hpp"
#include "function_scanner.hpp"
#include "portside/host/call.hpp"
#include "recording_log_sink.hpp"
#include "runtime/guarded_call.hpp"
#include "runtime/make_object.hpp"
#include "state/state_store.hpp"

namespace portside::runtime {
namespace {

using Turn = Instance::Use::Turn;
using testing::FunctionScanner;
using ::testing::HasSubstr;

class InstanceTest : public ::testing::Test {
 protected:
  std::shared_ptr<Instance> instance(Instance::Make make) {
    return std::make_shared<Instance>(
        std::make_shared<CallAccount>("acme@1"), std::move(make),
        [](const std::function<void()>& job) { job(); }, [this] { return now_.load(); });
  }

  /// A maker that fails until `*failing` is false.
  Instance::Make failing_maker(const std::shared_ptr<std::atomic<bool>>& failing, ErrorCode code) {
    return [this, failing, code] {
      ++made_;
      if (*failing) throw AdapterError(code, "cannot be made");
      return scanner();
    };
  }

  MadeObject scanner(testing::ScannerBehaviour behaviour = {}, bool serialized = false) {
    return {
        std::make_shared<InstanceServices>("acme@1", HostOptions{}, HttpDefaults{},
                                           log::Logger(log_, "acme@1"), store_->open("acme@1"),
                                           std::make_shared<SharedLoop>()),
        std::shared_ptr<ScannerAdapter>(std::make_shared<FunctionScanner>(std::move(behaviour))),
        serialized};
  }

  static std::string name_of(const std::shared_ptr<Instance>& instance) {
    AdapterSlot slot("acme@1", instance);
    return guarded_call<ScannerAdapter>(
        slot, nullptr, Turn::kWait, "describe",
        [](ScannerAdapter& adapter) { return adapter.describe().name; });
  }

  static AdapterError error_of(Instance& instance, const CallContext* context = nullptr) {
    try {
      const Instance::Use use(instance, context, Turn::kWait);
    } catch (const AdapterError& error) {
      return error;
    }
    return AdapterError(ErrorCode::kInternal, "nothing was thrown");
  }

  std::atomic<int> made_ = 0;
  std::atomic<Millis> now_ = 1'000'000;
  std::shared_ptr<testing::RecordingLogSink> log_ = std::make_shared<testing::RecordingLogSink>();
  std::unique_ptr<state::StateStore> store_ = state::make_memory_store();
};

TEST_F(InstanceTest, MakesItsObjectOnFirstUseAndOnce) {
  const auto made = instance([this] {
    ++made_;
    return scanner();
  });
  EXPECT_EQ(made_, 0);
  EXPECT_EQ(name_of(made), "function");
  EXPECT_EQ(name_of(made), "function");
  EXPECT_EQ(made_, 1);
}

TEST_F(InstanceTest, ManyFirstCallersGetOneObject) {
  const auto made = instance([this] {
    ++made_;
    std::this_thread::yield();
    return scanner();
  });
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) callers.emplace_back([&] { EXPECT_EQ(name_of(made), "function"); });
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(made_, 1);
}

TEST_F(InstanceTest, TriesAgainAfterAPauseThatDoubles) {
  const auto failing = std::make_shared<std::atomic<bool>>(true);
  const auto made = instance(failing_maker(failing, ErrorCode::kPluginCreateFailed));
  for (const Millis pause : {1'000, 2'000, 4'000, 8'000, 16'000, 32'000, 60'000, 60'000}) {
    const int before = made_;
    EXPECT_EQ(error_of(*made).retry_after, pause);
    EXPECT_EQ(made_, before + 1);
    now_ += pause - 1;
    const AdapterError early = error_of(*made);
    EXPECT_EQ(early.message, "cannot be made");
    EXPECT_EQ(early.retry_after, 1);
    EXPECT_EQ(made_, before + 1) << "an attempt before the pause was over";
    now_ += 1;
  }
  *failing = false;
  EXPECT_EQ(name_of(made), "function");
}

TEST_F(InstanceTest, AnErrorThatARetryCannotMendSaysSo) {
  const auto failing = std::make_shared<std::atomic<bool>>(true);
  const auto made = instance(failing_maker(failing, ErrorCode::kConfigInvalid));
  const AdapterError error = error_of(*made);
  EXPECT_EQ(error.code, ErrorCode::kConfigInvalid);
  EXPECT_FALSE(error.can_retry);
  EXPECT_FALSE(error.retry_after);
}

TEST_F(InstanceTest, WaitingForAnotherCallersAttemptEndsWithTheCall) {
  std::latch making(1);
  std::latch release(1);
  const auto made = instance([&] {
    making.count_down();
    release.wait();
    return scanner();
  });
  std::thread first([&] { EXPECT_EQ(name_of(made), "function"); });
  making.wait();
  const Call brief({.deadline = 1});
  const AdapterError error = error_of(*made, &brief.context());
  EXPECT_EQ(error.code, ErrorCode::kDeadlineExceeded);
  EXPECT_THAT(error.message, HasSubstr("waiting for acme@1 to be configured"));
  release.count_down();
  first.join();
}

TEST_F(InstanceTest, ACallThatIsOverDoesNotBegin) {
  const auto made = instance([this] { return scanner(); });
  AdapterSlot slot("acme@1", made);
  Call call;
  call.cancel();
  const AdapterError error = testing::error_of([&] {
    guarded_call<ScannerAdapter>(slot, &call.context(), Turn::kWait, "status",
                                 [](ScannerAdapter&) { ADD_FAILURE() << "it began"; });
  });
  EXPECT_EQ(error.code, ErrorCode::kCancelled);
  std::shared_ptr<void> object;
  made->close();
  EXPECT_TRUE(made->drain(0, object)) << "the refused call is still counted";
}

TEST_F(InstanceTest, AnythingThatEscapesAnAttemptIsRemembered) {
  const auto made = instance([]() -> MadeObject { throw std::runtime_error("db"); });
  for (int i = 0; i < 2; ++i) {
    const AdapterError error = error_of(*made);
    EXPECT_EQ(error.code, ErrorCode::kPluginException);
    EXPECT_THAT(error.message, HasSubstr("db"));
  }
}

TEST_F(InstanceTest, WithoutAThreadTheAttemptFailsAndIsMadeAgain) {
  bool threads = false;
  const auto made = std::make_shared<Instance>(
      std::make_shared<CallAccount>("acme@1"), [this] { return scanner(); },
      [&](const std::function<void()>& job) {
        if (!threads) throw AdapterError(ErrorCode::kOverloaded, "no threads");
        job();
      },
      [this] { return now_.load(); });
  EXPECT_EQ(error_of(*made).code, ErrorCode::kOverloaded);
  threads = true;
  now_ += 1'000;
  EXPECT_EQ(name_of(made), "function");
}

TEST_F(InstanceTest, ServicesOutliveTheObject) {
  std::weak_ptr<InstanceServices> services;
  bool valid_in_destructor = false;
  const auto made = instance([&] {
    auto given = std::make_shared<InstanceServices>(
        "acme@1", HostOptions{}, HttpDefaults{}, log::Logger(log_, "acme@1"),
        store_->open("acme@1"), std::make_shared<SharedLoop>());
    services = given;
    auto scanner = std::make_shared<FunctionScanner>(
        testing::ScannerBehaviour{.destroyed = [&] { valid_in_destructor = !services.expired(); }});
    return adopt_object(std::shared_ptr<ScannerAdapter>(std::move(scanner)), "scanner", "acme@1",
                        Secret(), std::move(given));
  });
  EXPECT_EQ(name_of(made), "function");
  std::shared_ptr<void> object;
  made->close();
  EXPECT_TRUE(made->drain(0, object));
  object.reset();
  EXPECT_TRUE(valid_in_destructor);
}

TEST_F(InstanceTest, SerialisedObjectsTakeOneCallAtATime) {
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  const auto made = instance([&] {
    return scanner({.status =
                        [&](const CallContext&) {
                          const int now = ++inside;
                          if (now > most) most = now;
                          std::this_thread::yield();
                          --inside;
                          return ScannerStatus{};
                        }},
                   /*serialized=*/true);
  });
  AdapterSlot slot("acme@1", made);
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      const Call call;
      for (int round = 0; round < 50; ++round) {
        guarded_call<ScannerAdapter>(
            slot, &call.context(), Turn::kWait, "status",
            [&](ScannerAdapter& adapter) { return adapter.status(call.context()); });
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(most, 1);
}

TEST_F(InstanceTest, DrainHandsOverTheObjectWhenTheLastCallHasLeft) {
  bool destroyed = false;
  const auto made = instance([&] { return scanner({.destroyed = [&] { destroyed = true; }}); });
  std::shared_ptr<void> object;
  {
    made->enter();
    const Stay stay = Stay::counted(*made);
    const Instance::Use use(*made, nullptr, Turn::kWait);
    made->close();
    EXPECT_FALSE(made->drain(1, object));
  }
  EXPECT_TRUE(made->drain(0, object));
  EXPECT_FALSE(destroyed);
  object.reset();
  EXPECT_TRUE(destroyed);
  EXPECT_EQ(testing::code_of([&] { made->enter(); }), ErrorCode::kShuttingDown);
}

}  // namespace
}  // namespace portside::runtime
