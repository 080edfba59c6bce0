// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListWidget>

namespace throng::ui {

/// The pages of a project, each with a line that says how things stand there.
class Sidebar : public QListWidget {
    Q_OBJECT
public:
    explicit Sidebar(QWidget *parent = nullptr);

    void addEntry(const QString &iconName, const QString &title);
    void setStatus(int index, const QString &status);
    [[nodiscard]] QString status(int index) const;

    QSize sizeHint() const override;
    /// Wide enough for every status there has been, within reason: it does not grow and shrink with each of them.
    [[nodiscard]] int neededWidth() const { return m_neededWidth; }

Q_SIGNALS:
    void neededWidthChanged(int width);

private:
    void makeRoomFor(const QString &status);

    int m_neededWidth;
};

} // namespace throng::ui
