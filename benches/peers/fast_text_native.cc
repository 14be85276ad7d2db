// fastText through its own library, without Python: what `peer.py speed` and `peer.py cold` do.
//
//   fast_text_native speed MODEL FILE…     prints the messages a second over each file, as JSON
//   fast_text_native cold MODEL FILE       prints the score of the first line
//
// The files hold a message a line, already parted into words as `fast_text.prepared` does, so
// that only the library's own work is timed: reading the line, hashing, summing, the soft-max.

#include <chrono>
#include <cmath>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "fasttext.h"

namespace {

using Clock = std::chrono::steady_clock;

// As in peer.py.
constexpr double kWarmUpS = 0.3;
constexpr double kTimedS = 1.0;

std::vector<std::string> Lines(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line + "\n");
  return lines;
}

double Score(const fasttext::FastText& model, const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::pair<fasttext::real, std::string>> found;
  model.predictLine(stream, found, 2, 0.0);
  double score = 0;
  for (const auto& [chance, label] : found) {
    score += (label == "__label__1" ? 1 : -1) * std::log(chance);
  }
  return score;
}

double Rate(const fasttext::FastText& model, const std::vector<std::string>& lines, double seconds) {
  const auto started = Clock::now();
  double sum = 0;
  for (long done = 0;;) {
    for (const auto& line : lines) {
      sum += Score(model, line);
      if (++done % 16 != 0) continue;
      const double took = std::chrono::duration<double>(Clock::now() - started).count();
      // The sum is looked at, so that no compiler leaves the work out.
      if (took > seconds) return std::isnan(sum) ? 0 : done / took;
    }
  }
}

}  // namespace

int main(int count, char** words) {
  const std::vector<std::string> given(words + 1, words + count);
  if (given.size() < 3) {
    std::cerr << "expected speed or cold, a model and a file\n";
    return 2;
  }
  fasttext::FastText model;
  model.loadModel(given[1]);
  if (given[0] == "cold") {
    std::cout << Score(model, Lines(given[2]).at(0)) << "\n";
    return 0;
  }
  std::cout << "[";
  for (size_t at = 2; at < given.size(); ++at) {
    const auto lines = Lines(given[at]);
    Rate(model, lines, kWarmUpS);
    std::cout << (at > 2 ? ", " : "") << std::fixed << Rate(model, lines, kTimedS);
  }
  std::cout << "]\n";
}
