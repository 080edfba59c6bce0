// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/support/widgets.h"

namespace throng::ui {

/// Says what probing the limits does to the server, and asks whether to.
class LimitsOffer : public Card {
    Q_OBJECT
public:
    explicit LimitsOffer(QWidget *parent = nullptr);

    /// `server` as a person knows it; `makesAccount`: false where accounts that exist are used.
    void offer(const QString &server, bool makesAccount);

Q_SIGNALS:
    void accepted();
    void declined();

private:
    QLabel *m_text;
    QPushButton *m_go;
};

} // namespace throng::ui
