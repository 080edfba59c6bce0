// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/startpage.h"

#include "ui/mainwindow/recentprojects.h"
#include "ui/support/appearance.h"
#include "ui/support/format.h"
#include "ui/support/widgets.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr int pageWidth = 1060;

Card *makeChoice(const QString &title, const QString &text, QPushButton *button, const QString &name)
{
    auto *card = new Card;
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(18, 16, 18, 16);
    layout->setSpacing(spacing);
    QLabel *heading = makeHeading(title, card);
    heading->setFont(scaled(heading->font(), 1.2, true));
    layout->addWidget(heading);
    layout->addWidget(makeMuted(text, card));
    layout->addStretch();
    button->setObjectName(name);
    button->setAccessibleDescription(text);
    auto *row = new QHBoxLayout;
    row->addWidget(button);
    row->addStretch();
    layout->addLayout(row);
    card->setFixedHeight(180);
    return card;
}

QString dayOf(const QDateTime &time)
{
    if (!time.isValid())
        return noValue();
    const QDate today = QDate::currentDate();
    if (time.date() == today)
        return StartPage::tr("today %1").arg(QLocale().toString(time.time(), QLocale::ShortFormat));
    if (time.date() == today.addDays(-1))
        return StartPage::tr("yesterday");
    return QLocale().toString(time.date(), QLocale::ShortFormat);
}

} // namespace

StartPage::StartPage(RecentProjects &recent, QWidget *parent)
    : QWidget(parent)
    , m_recent(recent)
    , m_heading(makeHeading(tr("Recent"), this))
    , m_table(new QTableWidget(0, 4, this))
{
    setObjectName(u"startPage"_s);
    auto *column = new QWidget(this);
    column->setMaximumWidth(pageWidth);
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(24, 48, 24, 24);
    layout->setSpacing(spacing);

    QLabel *name = makeTitle(tr("Throng"), column);
    name->setFont(scaled(font(), 2.2, true));
    layout->addWidget(name);
    QLabel *purpose = makeMuted(tr("Load tests for Matrix homeservers"), column);
    purpose->setFont(scaled(font(), 1.2));
    layout->addWidget(purpose);
    layout->addSpacing(16);

    auto *practice = new QPushButton(tr("Start the &practice test"));
    practice->setProperty("primary", true);
    auto *create = new QPushButton(tr("&New project…"));
    auto *open = new QPushButton(tr("&Open…"));
    auto *choices = new QHBoxLayout;
    choices->setSpacing(14);
    choices->addWidget(makeChoice(tr("Try it now"),
                           tr("Starts a practice homeserver on this machine and runs a small test against it. Live "
                              "charts in one click."),
                           practice, u"practiceButton"_s),
        1);
    choices->addWidget(makeChoice(tr("New project"),
                           tr("Your server, its users, its rooms, your tests: five pages with good defaults."), create,
                           u"newProjectButton"_s),
        1);
    choices->addWidget(
        makeChoice(tr("Open"), tr("A Throng project, or a folder of matrix-locust as it is."), open, u"openButton"_s),
        1);
    layout->addLayout(choices);
    layout->addSpacing(16);

    layout->addWidget(m_heading);
    auto *card = new Card(column);
    auto *cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(6, 4, 6, 4);
    cardLayout->addWidget(m_table);
    card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    layout->addWidget(card);
    m_heading->setBuddy(m_table);
    layout->addSpacing(8);
    layout->addWidget(
        makeMuted(tr("Drop a project or a matrix-locust folder anywhere in this window to open it."), column));
    layout->addStretch();

    auto *page = new QHBoxLayout(this);
    page->setContentsMargins({});
    page->addStretch(1);
    page->addWidget(column, 100);
    page->addStretch(1);

    m_table->setObjectName(u"recentTable"_s);
    m_table->setAccessibleName(tr("Recent projects"));
    m_table->setHorizontalHeaderLabels({ tr("Project"), tr("Server"), tr("Opened"), tr("Last run") });
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setWordWrap(false);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    connect(practice, &QPushButton::clicked, this, &StartPage::practiceRequested);
    connect(create, &QPushButton::clicked, this, &StartPage::newProjectRequested);
    connect(open, &QPushButton::clicked, this, &StartPage::openRequested);
    connect(m_table, &QTableWidget::itemActivated, this, [this](QTableWidgetItem *item) {
        Q_EMIT openPathRequested(m_table->item(item->row(), 0)->data(Qt::UserRole).toString());
    });
    connect(&m_recent, &RecentProjects::changed, this, &StartPage::fillRecent);
    fillRecent();
}

void StartPage::fillRecent()
{
    const QList<RecentProjects::Entry> &entries = m_recent.entries();
    m_table->setRowCount(static_cast<int>(entries.size()));
    for (int row = 0; row < entries.size(); ++row) {
        const RecentProjects::Entry &entry = entries[row];
        auto *project = new QTableWidgetItem(entry.name);
        project->setData(Qt::UserRole, entry.path);
        project->setToolTip(QDir::toNativeSeparators(entry.path));
        project->setFont(scaled(font(), 1.0, true));
        m_table->setItem(row, 0, project);
        m_table->setItem(row, 1, new QTableWidgetItem(entry.server.isEmpty() ? noValue() : entry.server));
        m_table->setItem(row, 2, new QTableWidgetItem(dayOf(entry.opened)));
        QString lastRun = noValue();
        if (!entry.lastRun.isEmpty())
            lastRun = entry.lastRunAt.isValid()
                ? tr("%1, %2", "when, and how it went").arg(dayOf(entry.lastRunAt), entry.lastRun)
                : entry.lastRun;
        m_table->setItem(row, 3, new QTableWidgetItem(lastRun));
    }
    const bool any = !entries.isEmpty();
    m_heading->setVisible(any);
    m_table->parentWidget()->setVisible(any);
    int height = m_table->horizontalHeader()->sizeHint().height() + 2;
    for (int row = 0; row < entries.size(); ++row)
        height += m_table->rowHeight(row);
    m_table->setFixedHeight(height);
    // The keyboard finds the newest chosen: Return opens it.
    if (any)
        m_table->setCurrentCell(0, 0);
}

} // namespace throng::ui
