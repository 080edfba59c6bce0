// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace throng::ui {

/// What a person typed as a server's address, judged as they type.
struct AddressJudgement {
    enum class Kind : quint8 {
        Empty,
        Good,
        Doubtful, ///< usable, though probably not what was meant
        Wrong,
    };
    Kind kind = Kind::Empty;
    QString text; ///< what it means or what is wrong with it; may be empty when good
    QString better; ///< an address that may be meant, ready to be taken; may be empty

    [[nodiscard]] bool isUsable() const { return kind == Kind::Good || kind == Kind::Doubtful; }
};

[[nodiscard]] AddressJudgement judgeAddress(const QString &typed);

} // namespace throng::ui
