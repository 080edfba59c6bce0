// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

QT_FORWARD_DECLARE_CLASS(QBoxLayout)

namespace throng::ui {

/// Widgets beside each other; below each other where there is too little room. In a language of longer words a bar
/// folds instead of asking for a wider window.
class FoldingRow : public QWidget {
    Q_OBJECT
public:
    /// What a part must have to stay beside the others.
    enum class Room { Wished, Least };

    explicit FoldingRow(Room room, QWidget *parent = nullptr);

    void addPart(QWidget *part, int stretch = 0);
    [[nodiscard]] bool isFolded() const;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fold();

    Room m_room;
    QBoxLayout *m_layout;
    QList<QWidget *> m_parts;
};

} // namespace throng::ui
