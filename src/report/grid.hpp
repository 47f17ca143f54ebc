// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "portside/host/report_writers.hpp"

namespace portside::report {

/// `text` between the escape sequences of a colour, as `1;31`; as it is without colours.
std::string painted(std::string_view text, std::string_view colour, const TableStyle& style);

/// Cells with lines around them, in a given width. Columns without any text are left out. Where the
/// width does not suffice, those that may be are cut, then left out (a line below says which), and
/// others wrap.
class Grid {
 public:
  /// How a column gives way.
  enum class Give { kKeep, kWrap, kCut, kLeaveOut };
  struct Column {
    std::string_view title;
    Give give = Give::kKeep;
  };
  struct Cell {
    std::string text;
    std::string_view colour = {};
  };

  explicit Grid(std::vector<Column> columns);

  /// A cell for each column, of texts that shown_text() made.
  void add_row(std::vector<Cell> cells);

  /// Throws what `out` throws.
  void write(const TableStyle& style, ByteSink& out) const;

 private:
  std::vector<std::size_t> natural_widths() const;
  std::vector<std::size_t> widths(const TableStyle& style) const;
  std::string left_out(const std::vector<std::size_t>& widths) const;
  std::string line(const std::vector<std::size_t>& widths, const TableStyle& style,
                   std::size_t which) const;
  std::string row(const std::vector<Cell>& cells, const std::vector<std::size_t>& widths,
                  const TableStyle& style) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace portside::report
