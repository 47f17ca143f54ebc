// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "v2_fixture.hpp"

namespace portside::clair::v2 {
namespace {

class Clair2Deletion : public Clair2Test {
 protected:
  Clair2Deletion() { config_.on_delete = OnDelete::kRemove; }

  testing::ScriptedHttpClient::Exchange& expect_delete(const std::string& name) {
    return http().expect("DELETE", kUrl + ("/v1/layers/" + name));
  }
  void delete_image(const std::string& image = kImage) {
    clair().image_deleted(request(image), context_);
  }
  bool is_known(const std::string& image = kImage) {
    return ChainIndex(host_.state()).find(image).has_value();
  }
};

const char kOther[] = "sha256:2222222222222222222222222222222222222222222222222222222222222222";

TEST_F(Clair2Deletion, TakesTheWholeChainOfAnImageThatSharesNothing) {
  scan();
  expect_delete(kBaseName).respond(answer("layer-delete-middle"));
  delete_image();
  EXPECT_FALSE(is_known());
}

TEST_F(Clair2Deletion, SparesWhatAnotherImageHas) {
  put_image({{kBaseDigest}, {kTopDigest}}, kOther);
  scan();
  scan(kOther);
  expect_delete(kChildName);
  delete_image();
}

TEST_F(Clair2Deletion, DeletesNothingOfWhatIsTheBaseOfAnother) {
  put_image({{kBaseDigest}, {kChildDigest}}, kOther);
  scan();
  scan(kOther);
  delete_image(kOther);
  EXPECT_FALSE(is_known(kOther));
  expect_delete(kBaseName);
  delete_image();
}

TEST_F(Clair2Deletion, PassesOverLayersThatClairWasNotGiven) {
  put_image(
      {{kBaseDigest, "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"}, {kChildDigest}});
  scan();
  expect_delete(kChildName);
  delete_image();
}

TEST_F(Clair2Deletion, DeletesNothingByDefault) {
  for (const OnDelete keep : {OnDelete::kDefault, OnDelete::kKeep}) {
    config_.on_delete = keep;
    scan();
    delete_image();
    EXPECT_FALSE(is_known());
  }
}

TEST_F(Clair2Deletion, DeletesNothingOfAnImageThatItDoesNotKnow) {
  ScanRequest unknown = request();
  unknown.previous.emplace().scan_metadata.text =
      R"({"top_layer":")" + std::string(kTopName) + "\"}";
  clair().image_deleted(unknown, context_);
}

TEST_F(Clair2Deletion, IsDoneWhenClairDoesNotHaveTheLayer) {
  scan();
  expect_delete(kBaseName).respond(answer("layer-delete-unknown"));
  delete_image();
  EXPECT_FALSE(is_known());
  delete_image();
}

TEST_F(Clair2Deletion, IsRepeatedWhenItFailed) {
  scan();
  expect_delete(kBaseName).respond(answer("layer-get-db-down"));
  EXPECT_THROW(delete_image(), AdapterError);
  expect_delete(kBaseName);
  delete_image();
  EXPECT_THAT(host_.key_values().all(), ::testing::IsEmpty());
}

TEST_F(Clair2Deletion, LeavesNoBaseBehindOfTwoImagesThatGoTogether) {
  put_image({{kBaseDigest}, {kTopDigest}}, kOther);
  scan();
  scan(kOther);
  // The other one begins while Clair deletes what the first has for itself.
  expect_delete(kChildName).takes(1'000);
  context_.on_wait([&](Millis) {
    expect_delete(kBaseName);
    delete_image(kOther);
  });
  delete_image();
  EXPECT_THAT(host_.key_values().all(), ::testing::IsEmpty());
}

TEST_F(Clair2Deletion, SparesTheBaseOfAnImageThatIsScannedWhileTwoGo) {
  const std::string third = "sha256:" + std::string(64, '3');
  put_image({{kBaseDigest}, {kTopDigest}}, kOther);
  put_image({{kBaseDigest}}, third);
  scan();
  scan(kOther);
  expect_delete(kChildName).takes(1'000);
  context_.on_wait([&](Millis) {
    scan(third);
    expect_delete(ChainIndex(host_.state()).find(kOther)->chain[1].name);
    delete_image(kOther);
  });
  delete_image();
  EXPECT_TRUE(is_known(third));
}

TEST_F(Clair2Deletion, LetsNoOtherImagePostWhatIsBeingDeleted) {
  put_image({{kBaseDigest}, {kTopDigest}}, kOther);
  resume(scan(), answer("layer-post-base"));
  ScanStep meanwhile;
  expect_delete(kBaseName).with_body(::testing::Truly([&](const std::string&) {
    meanwhile = scan(kOther);
    return true;
  }));
  delete_image();
  EXPECT_EQ(meanwhile.kind, StepKind::kPending);
  EXPECT_FALSE(meanwhile.await) << "Clair would say that it has the layer, and then delete it";
  EXPECT_TRUE(resume(meanwhile, std::nullopt, kOther).await);
}

TEST_F(Clair2Deletion, HoldsNobodyUpOnceItHasFailed) {
  put_image({{kBaseDigest}, {kTopDigest}}, kOther);
  scan();
  expect_delete(kBaseName).respond(answer("layer-get-db-down"));
  EXPECT_THROW(delete_image(), AdapterError);
  EXPECT_TRUE(scan().await);
}

/// A Clair of many images: what it has of each layer, and what goes with one that is deleted.
class LayersOfClair {
 public:
  void post(const Chain& chain) {
    std::string parent;
    for (const ChainLayer& layer : chain) {
      parents_.emplace(layer.name, parent);
      parent = layer.name;
    }
  }
  void remove(const std::string& name) {
    std::set<std::string> gone{name};
    for (bool grows = true; grows;) {
      grows = false;
      for (const auto& [child, parent] : parents_) {
        if (gone.count(parent) != 0) grows = gone.insert(child).second || grows;
      }
    }
    for (const std::string& each : gone) parents_.erase(each);
  }
  bool has(const Chain& chain) const {
    return std::all_of(chain.begin(), chain.end(),
                       [&](const ChainLayer& layer) { return parents_.count(layer.name) != 0; });
  }
  bool is_empty() const { return parents_.empty(); }

 private:
  std::map<std::string, std::string> parents_;
};

TEST_F(Clair2Deletion, NeverTakesALayerOfAnImageThatStays) {
  std::mt19937 random(7);
  for (int round = 0; round < 15; ++round) {
    LayersOfClair layers;
    std::map<std::string, Chain> images;
    for (int i = 0; i < 12; ++i) {
      std::vector<Layer> made(1 + random() % 4);
      for (Layer& layer : made) {
        layer.digest = "sha256:" + std::string(63, '0') + "abc"[random() % 3];
      }
      const std::string image = "sha256:" + std::to_string(round) + "-" + std::to_string(i);
      put_image(made, image);
      scan(image);
      images[image] = ChainIndex(host_.state()).find(image)->chain;
      layers.post(images[image]);
    }
    while (!images.empty()) {
      const auto gone = std::next(images.begin(), static_cast<int>(random() % images.size()));
      const std::string image = gone->first;
      const Chain chain = gone->second;
      images.erase(gone);
      const auto own = std::find_if(chain.begin(), chain.end(), [&](const ChainLayer& layer) {
        return !ChainIndex(host_.state()).is_shared(layer.name, image);
      });
      if (own != chain.end()) expect_delete(own->name);
      delete_image(image);
      const std::vector<HttpRequest> sent = http().requests();
      if (own != chain.end()) layers.remove(sent.back().url.substr(sent.back().url.rfind('/') + 1));
      for (const auto& [stays, its] : images) ASSERT_TRUE(layers.has(its)) << stays;
    }
    ASSERT_TRUE(layers.is_empty()) << "what nobody has is not left behind";
  }
  EXPECT_THAT(host_.key_values().all(), ::testing::IsEmpty());
}

}  // namespace
}  // namespace portside::clair::v2
