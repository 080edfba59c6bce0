// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include <functional>

QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QPushButton)
QT_FORWARD_DECLARE_CLASS(QToolButton)

namespace throng::ui {

/// One line across a page: what happened, what it means, what to do. Stays until it is closed or no longer true.
class MessageBar : public QFrame {
    Q_OBJECT
public:
    enum class Kind { Info, Warning, Error };

    explicit MessageBar(QWidget *parent = nullptr);

    /// `action` may be empty; what it does is given with it.
    void show(Kind kind, const QString &headline, const QString &text, const QString &action = {},
        std::function<void()> onAction = {});
    /// For a state that lasts, said again and again as its figures change: once the user has closed it, it stays away
    /// until clear().
    void keepShowing(Kind kind, const QString &headline, const QString &text, const QString &action = {},
        std::function<void()> onAction = {});
    /// Another answer, for the message that is shown now.
    void setSecondAction(const QString &action, std::function<void()> onAction);
    /// What only somebody who asks needs to know: shown below the text when “More” is pressed, until clear(). To be
    /// said after each show().
    void setDetails(const QString &details);
    void clear();
    [[nodiscard]] QString text() const;
    [[nodiscard]] Kind kind() const { return m_kind; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void render();
    void recolor();

    QString m_headline;
    QString m_body;
    QString m_details;
    bool m_showsDetails = false;
    Kind m_kind = Kind::Info;
    bool m_isClosedByUser = false;
    QLabel *m_sign;
    QLabel *m_text;
    QPushButton *m_more;
    QPushButton *m_action;
    QPushButton *m_secondAction;
    QToolButton *m_close;
    std::function<void()> m_onAction;
    std::function<void()> m_onSecondAction;
};

} // namespace throng::ui
