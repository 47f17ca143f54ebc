// SPDX-License-Identifier: Apache-2.0
#include "portside/host/leases.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <latch>
#include <set>
#include <stdexcept>
#include <thread>

#include "error_of.hpp"
#include "portside/testing/memory_key_values.hpp"
#include "portside/testing/test_call_context.hpp"

namespace portside {
namespace {

using testing::code_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

/// Knows which of its credentials are out.
class CountedProvider final : public CredentialProvider {
 public:
  Credentials issue(const CredentialRequest& request, const CallContext&) override {
    on_issue();
    requests.push_back(request);
    out.insert(request.lease_id);
    Credentials credentials;
    credentials.kind = CredentialKind::kBasic;
    credentials.user = request.lease_id;
    credentials.secret = "canary";
    credentials.expires_at = expires_at;
    return credentials;
  }
  bool is_revocable() const noexcept override { return revocable; }
  void revoke(const std::string& lease_id, const CallContext&) override {
    ++revocations;
    if (broken) throw AdapterError(ErrorCode::kRegistryUnavailable, "not now");
    out.erase(lease_id);
  }

  std::function<void()> on_issue = [] {};
  std::vector<CredentialRequest> requests;
  std::set<std::string> out;
  int revocations = 0;
  std::optional<Millis> expires_at;
  bool revocable = true;
  bool broken = false;
};

class LeasesTest : public ::testing::Test {
 protected:
  static LeaseRequest request(const std::string& holder = "job-1") {
    return {.repository = "a/b", .adapter_id = "clair", .holder = holder, .valid_for = 60'000};
  }

  std::vector<std::string> noted() { return notes_->keys("", "", 100); }

  std::shared_ptr<CountedProvider> provider_ = std::make_shared<CountedProvider>();
  std::shared_ptr<testing::MemoryKeyValues> notes_ = std::make_shared<testing::MemoryKeyValues>();
  Leases leases_{provider_, notes_};
  testing::TestCallContext context_;
};

TEST_F(LeasesTest, IssueOnFirstUseAndOnce) {
  const auto lease = leases_.open(request());
  EXPECT_FALSE(lease->is_issued());
  EXPECT_THAT(provider_->requests, IsEmpty());
  const Credentials credentials = lease->credentials(context_);
  EXPECT_EQ(credentials.secret, "canary");
  EXPECT_EQ(lease->credentials(context_).user, credentials.user);
  ASSERT_THAT(provider_->requests, SizeIs(1));
  EXPECT_EQ(provider_->requests[0].repository, "a/b");
  EXPECT_EQ(provider_->requests[0].adapter_id, "clair");
  EXPECT_FALSE(provider_->requests[0].policy_bypass) << "only for those that ask for it";
  EXPECT_EQ(provider_->requests[0].valid_for, 60'000);
  EXPECT_TRUE(lease->is_issued());
}

TEST_F(LeasesTest, HaveNamesThatAccountsMayHave) {
  std::set<std::string> names;
  for (int i = 0; i < 50; ++i) names.insert(leases_.open(request())->credentials(context_).user);
  EXPECT_THAT(names, SizeIs(50));
  for (const std::string& name : names) {
    EXPECT_THAT(name, ::testing::MatchesRegex("portside-[a-z2-7]{20}"));
  }
}

TEST_F(LeasesTest, EndWithTheirObject) {
  leases_.open(request())->credentials(context_);
  EXPECT_THAT(provider_->out, IsEmpty());
  EXPECT_EQ(provider_->revocations, 1);
  EXPECT_THAT(noted(), IsEmpty());
  leases_.open(request());
  EXPECT_EQ(provider_->revocations, 1) << "what was never issued is not taken back";
}

TEST_F(LeasesTest, EndOnce) {
  const auto lease = leases_.open(request());
  lease->credentials(context_);
  lease->end(context_);
  lease->end(context_);
  EXPECT_EQ(provider_->revocations, 1);
  EXPECT_EQ(code_of([&] { lease->credentials(context_); }), ErrorCode::kInvalidArgument);
}

TEST_F(LeasesTest, AreNotedBeforeTheyAreIssued) {
  provider_->on_issue = [this] { EXPECT_THAT(noted(), SizeIs(1)); };
  const auto lease = leases_.open(request());
  lease->credentials(context_);
  ASSERT_THAT(noted(), ElementsAre("lease/" + lease->request().lease_id));
  const std::string note = notes_->get(noted()[0]).value();
  EXPECT_THAT(note, HasSubstr("job-1"));
  EXPECT_THAT(note, Not(HasSubstr("canary")));
}

TEST_F(LeasesTest, WhatMayHaveBeenIssuedIsTakenBack) {
  provider_->on_issue = [] { throw AdapterError(ErrorCode::kRegistryUnavailable, "not now"); };
  {
    const auto lease = leases_.open(request());
    EXPECT_EQ(code_of([&] { lease->credentials(context_); }), ErrorCode::kRegistryUnavailable);
    EXPECT_THAT(noted(), SizeIs(1)) << "nobody knows whether the registry made them";
  }
  EXPECT_EQ(provider_->revocations, 1);
  EXPECT_THAT(noted(), IsEmpty());
}

TEST_F(LeasesTest, AreIssuedAgainUnderAnotherNameAfterAFailure) {
  provider_->on_issue = [] { throw AdapterError(ErrorCode::kRegistryUnavailable, "not now"); };
  const auto lease = leases_.open(request());
  EXPECT_EQ(code_of([&] { lease->credentials(context_); }), ErrorCode::kRegistryUnavailable);
  const std::string first = lease->request().lease_id;
  provider_->on_issue = [] {};
  EXPECT_NE(lease->credentials(context_).user, first) << "that account may be there";
  lease->end(context_);
  EXPECT_EQ(provider_->revocations, 2);
  EXPECT_THAT(noted(), IsEmpty());
}

TEST_F(LeasesTest, AreReplacedBeforeTheyRunOut) {
  provider_->expires_at = 100'000;
  Millis now = 0;
  Leases leases(provider_, notes_, [&now] { return now; });
  const auto lease = leases.open(request());
  const std::string first = lease->credentials(context_).user;
  now = 69'000;
  EXPECT_EQ(lease->credentials(context_).user, first);
  now = 71'000;
  provider_->expires_at = 200'000;
  EXPECT_NE(lease->credentials(context_).user, first);
  lease->end(context_);
  EXPECT_THAT(provider_->out, IsEmpty()) << "both are taken back";
}

TEST_F(LeasesTest, AreTakenBackWhenTheirJobEndsMeanwhile) {
  const auto lease = leases_.open(request());
  provider_->on_issue = [this] { leases_.end("job-1", context_); };
  EXPECT_EQ(code_of([&] { lease->credentials(context_); }), ErrorCode::kCancelled);
  EXPECT_THAT(provider_->out, IsEmpty());
  EXPECT_THAT(noted(), IsEmpty());
}

TEST_F(LeasesTest, ManyCallsWaitForOneIssue) {
  provider_->on_issue = [] { std::this_thread::sleep_for(std::chrono::milliseconds(100)); };
  const auto lease = leases_.open(request());
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&lease] {
      const testing::TestCallContext context;
      EXPECT_EQ(lease->credentials(context).secret, "canary");
    });
  }
  threads.clear();
  EXPECT_THAT(provider_->requests, SizeIs(1));
}

TEST_F(LeasesTest, AnIssueThatHangsHoldsNobodyElse) {
  std::latch begun(1);
  std::latch over(1);
  provider_->on_issue = [&] {
    begun.count_down();
    over.wait();
  };
  const auto lease = leases_.open(request());
  std::jthread hanging([&] {
    const testing::TestCallContext context;
    EXPECT_EQ(lease->credentials(context).secret, "canary");
  });
  begun.wait();
  EXPECT_FALSE(lease->is_issued());
  testing::TestCallContext cancelled;
  cancelled.cancel();
  EXPECT_EQ(code_of([&] { lease->credentials(cancelled); }), ErrorCode::kCancelled);
  over.count_down();
}

TEST_F(LeasesTest, WorkWithoutAPlaceForNotes) {
  Leases leases(provider_);
  {
    const auto lease = leases.open(request());
    lease->credentials(context_);
    lease->detach();
    EXPECT_EQ(code_of([&] { lease->credentials(context_); }), ErrorCode::kInvalidArgument);
  }
  EXPECT_THAT(provider_->out, SizeIs(1));
  leases.end("job-1", context_);
  EXPECT_THAT(provider_->out, IsEmpty());
}

TEST_F(LeasesTest, OtherExceptionsOfTheHostAreAdapterErrors) {
  provider_->on_issue = [] { throw std::runtime_error("odd"); };
  const AdapterError error =
      testing::error_of([&] { leases_.open(request())->credentials(context_); });
  EXPECT_EQ(error.code, ErrorCode::kInternal);
  EXPECT_THAT(error.message, HasSubstr("provider of credentials failed: odd"));
  EXPECT_EQ(code_of([] { Leases(nullptr); }), ErrorCode::kInvalidArgument);
}

TEST_F(LeasesTest, DetachedOnesGoOnUntilTheirHolderEnds) {
  {
    const auto lease = leases_.open(request("job-1"));
    lease->credentials(context_);
    lease->detach();
  }
  const auto other = leases_.open(request("job-2"));
  other->credentials(context_);
  EXPECT_THAT(provider_->out, SizeIs(2));
  Leases another_process(provider_, notes_);
  another_process.end("job-1", context_);
  EXPECT_THAT(provider_->out, ElementsAre(other->request().lease_id));
  EXPECT_THAT(noted(), SizeIs(1));
}

TEST_F(LeasesTest, OfDeadHoldersAreReaped) {
  for (const char* holder : {"dead", "alive", "dead"}) {
    const auto lease = leases_.open(request(holder));
    lease->credentials(context_);
    lease->detach();
  }
  notes_->write({{"lease/portside-unreadable", "no json"}});
  notes_->write({{"lease/portside-odd", R"({"holder":5})"}});
  Leases after_the_crash(provider_, notes_);
  const auto is_alive = [](const std::string& holder) { return holder == "alive"; };
  EXPECT_EQ(after_the_crash.reap(is_alive, context_), 4U);
  EXPECT_THAT(provider_->out, SizeIs(1));
  EXPECT_EQ(after_the_crash.reap(is_alive, context_), 0U);
}

TEST_F(LeasesTest, WhatCannotBeTakenBackStaysNoted) {
  provider_->broken = true;
  leases_.open(request())->credentials(context_);
  EXPECT_THAT(noted(), SizeIs(1));
  const auto nobody = [](const std::string&) { return false; };
  EXPECT_EQ(leases_.reap(nobody, context_), 0U);
  EXPECT_EQ(code_of([&] { leases_.end("job-1", context_); }), ErrorCode::kRegistryUnavailable);
  provider_->broken = false;
  EXPECT_EQ(leases_.reap(nobody, context_), 1U) << "and again by whoever comes later";
  EXPECT_THAT(noted(), IsEmpty());
}

TEST_F(LeasesTest, ManyNotesAreRead) {
  for (int i = 0; i < 1'200; ++i) {
    notes_->write({{"lease/portside-" + std::to_string(i), R"({"holder":"dead"})"}});
  }
  EXPECT_EQ(leases_.reap([](const std::string&) { return false; }, context_), 1'200U);
}

TEST_F(LeasesTest, WhatEndsByItselfIsNotNoted) {
  provider_->revocable = false;
  leases_.open(request())->credentials(context_);
  EXPECT_EQ(notes_->writes(), 0U);
  EXPECT_EQ(provider_->revocations, 0);
}

TEST_F(LeasesTest, RefuseRequestsThatCannotBe) {
  for (const auto& wrong :
       {LeaseRequest{.repository = "", .holder = "j", .valid_for = 1},
        LeaseRequest{.repository = "a", .holder = "", .valid_for = 1},
        LeaseRequest{.repository = "a", .holder = "j", .valid_for = 0},
        LeaseRequest{.repository = "a", .holder = "a b", .valid_for = 1},
        LeaseRequest{.repository = "a", .holder = std::string(201, 'j'), .valid_for = 1},
        LeaseRequest{.repository = "a", .holder = "j", .valid_for = Millis{1} << 60U}}) {
    EXPECT_EQ(code_of([&] { leases_.open(wrong); }), ErrorCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace portside
