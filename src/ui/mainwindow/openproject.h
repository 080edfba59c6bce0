// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

QT_FORWARD_DECLARE_CLASS(QSettings)
QT_FORWARD_DECLARE_CLASS(QWidget)

namespace throng::ui {

class Document;
struct KeptChanges;
class MessageBar;
class PracticeTest;
class Questions;
class RecentProjects;
class RunController;
class SecretStore;

/// The project that a window has open, and its runs: how it comes in, is saved, and goes. Asks what must be asked and
/// says in the message bar what went wrong.
class OpenProject : public QObject {
    Q_OBJECT
public:
    /// All of it outlives this; the secret store may be null.
    struct Surroundings {
        QSettings &settings;
        Questions &questions;
        SecretStore *secretStore;
        RecentProjects &recent;
        MessageBar &messages;
    };

    OpenProject(const Surroundings &surroundings, QWidget *window);
    ~OpenProject() override;

    [[nodiscard]] Document *document() const { return m_document.get(); } ///< null: none is open
    [[nodiscard]] RunController *controller() const { return m_controller.get(); }

    void makeNew(); ///< with the wizard
    [[nodiscard]] QString choose(); ///< asks which one to open; empty: none
    /// A project, its folder, or a matrix-locust folder; asks first about what is open. False when nothing was opened.
    bool openPath(const QString &path);
    /// The project of these changes, or, where it is gone, one made of them.
    bool openFor(const KeptChanges &changes);
    /// The practice homeserver with a small project of its own.
    bool openPractice();
    bool save();
    bool saveAs();
    /// Asks what is to become of a run and of unsaved changes; false: stay.
    bool mayClose();
    bool close();

Q_SIGNALS:
    void aboutToChange(); ///< whoever looks at the document or the controller lets go of it now
    void changed();
    void made(); ///< by the wizard, after changed()
    void saved();
    void savedElsewhere();

private:
    void set(std::unique_ptr<Document> document);
    void remember();
    void showError(const QString &headline, const QString &text);
    [[nodiscard]] QString projectsFolder() const;

    Surroundings m_is;
    QWidget *m_window;
    std::unique_ptr<PracticeTest> m_practice; ///< outlives the project it serves
    std::unique_ptr<Document> m_document;
    std::unique_ptr<RunController> m_controller;
};

} // namespace throng::ui
