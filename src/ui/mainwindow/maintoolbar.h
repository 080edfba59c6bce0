// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolBar>

QT_FORWARD_DECLARE_CLASS(QComboBox)
QT_FORWARD_DECLARE_CLASS(QLabel)

namespace throng::ui {

class Actions;

/// New, Open, Save, Start and the two ways to stop; the suite that Start runs; the server it runs against.
class MainToolBar : public QToolBar {
    Q_OBJECT
public:
    MainToolBar(const Actions &actions, QWidget *parent);

    void showSuites(const QStringList &names, int current);
    void setSuiteEnabled(bool enabled);
    /// `software` is empty while the server is not known to answer.
    void showServer(const QString &url, const QString &software);

Q_SIGNALS:
    void suiteChosen(int index); ///< by the user

private:
    QComboBox *m_suite;
    QLabel *m_server;
    QAction *m_serverAction;
};

} // namespace throng::ui
