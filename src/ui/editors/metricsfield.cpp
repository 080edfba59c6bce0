// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/metricsfield.h"

#include "engine/project/serversettings.h"
#include "ui/support/widgets.h"

#include <QLineEdit>
#include <QRegularExpression>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

MetricsField::MetricsField(QWidget *parent)
    : QWidget(parent)
    , m_text(new QLineEdit(this))
    , m_message(new FieldMessage(this))
{
    m_text->setObjectName(u"metricsUrls"_s);
    m_text->setAccessibleName(tr("Metrics"));
    m_text->setPlaceholderText(tr("127.0.0.1:9000 and those of its workers, with blanks between them"));
    m_message->setObjectName(u"metricsMessage"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(2);
    layout->addWidget(m_text);
    layout->addWidget(m_message);
    setFocusProxy(m_text);
    connect(m_text, &QLineEdit::textEdited, this, [this] {
        check();
        Q_EMIT edited();
    });
    check();
}

QStringList MetricsField::urls() const
{
    static const QRegularExpression between(u"[\\s,;]+"_s);
    return m_text->text().split(between, Qt::SkipEmptyParts);
}

void MetricsField::setUrls(const QStringList &urls)
{
    if (this->urls() != urls)
        m_text->setText(urls.join(u' '));
    check();
}

void MetricsField::check()
{
    const QStringList all = urls();
    for (const QString &text : all) {
        if (const auto url = project::parseMetricsUrl(text); !url) {
            m_message->show(FieldMessage::Kind::Error, url.error().toString());
            return;
        }
    }
    m_message->show(FieldMessage::Kind::Hint,
        tr("Prometheus metrics of the server or of node_exporter, fetched every five seconds while a test runs. "
           "Of a server on this machine processor time and memory are seen without."));
}

} // namespace throng::ui
