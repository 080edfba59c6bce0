// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wizards/generatewizard.h"

#include "engine/generate/generateusers.h"
#include "ui/document/document.h"
#include "ui/editors/roompatternform.h"
#include "ui/support/escapeguard.h"
#include "ui/support/format.h"
#include "ui/support/widgets.h"
#include "ui/wizards/step.h"
#include "ui/wizards/wizardpages.h"

#include <QFileInfo>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

/// What there will be, and what becomes of the files on disk.
class ResultPage : public QWizardPage {
public:
    ResultPage(const Document &document, const project::Project &project, GenerateWizard::What what,
        const RoomPatternForm *rooms)
        : m_document(document)
        , m_project(project)
        , m_what(what)
        , m_rooms(rooms)
        , m_text(new QLabel(this))
    {
        setObjectName(u"generateResult"_s);
        setTitle(stepTitle(GenerateWizard::tr("Ready")));
        setSubTitle(GenerateWizard::tr("Nothing is sent to the server. The project is changed in one step, which Undo "
                                       "takes back; files are written when it is saved."));
        setFinalPage(true);
        m_text->setObjectName(u"generateText"_s);
        m_text->setWordWrap(true);
        m_text->setTextFormat(Qt::PlainText);
        QVBoxLayout *layout = makeStepBody(this);
        auto *card = new Card(this);
        auto *cardLayout = new QVBoxLayout(card);
        cardLayout->setContentsMargins(16, 12, 16, 12);
        cardLayout->addWidget(m_text);
        layout->addWidget(card);
        layout->addStretch();
        if (m_rooms)
            connect(m_rooms, &RoomPatternForm::summaryChanged, this, [this] { initializePage(); });
    }

    void initializePage() override { m_text->setText(lines().join(u"\n\n"_s)); }

private:
    [[nodiscard]] QStringList lines() const
    {
        return m_what == GenerateWizard::What::Users ? aboutUsers() : aboutRooms();
    }

    [[nodiscard]] QStringList aboutUsers() const
    {
        const project::UserPattern &users = m_project.users;
        const generate::AccountNames names(users);
        QStringList result {
            GenerateWizard::tr("%Ln account(s), from %1 to %2, with passwords of %3 characters.", nullptr, users.count)
                .arg(names.planName(0), names.planName(users.count - 1), formatCount(users.passwordLength))
        };
        if (m_document.project().users.fromFile)
            result.append(GenerateWizard::tr("They take the place of the list in users.csv."));
        if (QFileInfo::exists(m_document.folder().tokensFile()))
            result.append(GenerateWizard::tr("Accounts that are on the server already keep their old passwords: use "
                                             "another name pattern, or a clean server."));
        result.append(GenerateWizard::tr(
            "The rooms are drawn for them anew. The test “register” makes the accounts on the server when it runs."));
        return result;
    }

    [[nodiscard]] QStringList aboutRooms() const
    {
        const generate::RoomSummary &rooms = m_rooms->summary();
        QStringList result { GenerateWizard::tr("%Ln room(s), the largest with %1 members. A user is in %2 of them on "
                                                "average, and a message reaches %3 people.",
            nullptr, rooms.rooms)
                                 .arg(formatCount(rooms.largestRoom), formatRate(rooms.roomsPerUser),
                                     formatRate(rooms.messageReach)) };
        if (rooms.usersInNoRoom > 0)
            result.append(
                GenerateWizard::tr("%Ln user(s) will be in no room: they only sync.", nullptr, rooms.usersInNoRoom));
        if (QFileInfo::exists(m_document.folder().createdRoomsFile()))
            result.append(GenerateWizard::tr("Rooms that are on the server already stay there as they are, and those "
                                             "of the same name are not made again: use a clean server for others."));
        result.append(GenerateWizard::tr("The tests “create-rooms” and “join-rooms” make them when they run."));
        return result;
    }

    const Document &m_document;
    const project::Project &m_project;
    GenerateWizard::What m_what;
    const RoomPatternForm *m_rooms;
    QLabel *m_text;
};

} // namespace

GenerateWizard::GenerateWizard(Document &document, What what, QWidget *parent)
    : QWizard(parent)
    , m_document(document)
    , m_what(what)
    , m_project(document.project())
{
    setObjectName(what == What::Users ? u"generateUsersWizard"_s : u"generateRoomsWizard"_s);
    setWindowTitle(what == What::Users ? tr("Generate users") : tr("Generate rooms"));
    setWizardStyle(QWizard::ClassicStyle);
    setOption(QWizard::NoBackButtonOnStartPage);
    setTitleFormat(Qt::RichText);
    setButtonText(QWizard::BackButton, tr("&Back"));
    setButtonText(QWizard::NextButton, tr("&Next"));
    setButtonText(QWizard::FinishButton, tr("&Generate"));
    const RoomPatternForm *rooms = nullptr;
    if (what == What::Users) {
        m_project.users.fromFile = false;
        addPage(new UsersStepPage(m_project, UsersStepPage::Offers::UsersAlone));
    } else {
        if (m_project.rooms.distribution == project::RoomDistribution::File)
            m_project.rooms.distribution = project::RoomPattern().distribution;
        auto *page = new RoomsStepPage(m_project);
        rooms = &page->form();
        addPage(page);
    }
    addPage(new ResultPage(m_document, m_project, what, rooms));
    resize(800, 640);
    new EscapeGuard(this, [this, before = m_project] { return m_project != before; });
}

void GenerateWizard::accept()
{
    if (m_project != m_document.project()) {
        if (m_what == What::Rooms) {
            m_document.replace(tr("Generate rooms"), m_project);
        } else {
            m_document.undoStack()->beginMacro(tr("Generate users"));
            const auto done = m_document.generateAccounts(tr("Generate users"), m_project.users);
            if (done)
                m_document.set<quint64>(
                    u"seed"_s, tr("Change the seed"),
                    [](project::Project &project) -> quint64 & { return project.seed; }, m_project.seed);
            m_document.undoStack()->endMacro();
            if (!done)
                Q_EMIT failed(done.error().toString());
        }
    }
    QWizard::accept();
}

} // namespace throng::ui
