-- The candidate-experience application's own database, as far as the catalog reads it. MySQL 8 and MariaDB 10.11.

CREATE TABLE companies (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  name VARCHAR(200) NOT NULL,
  slug VARCHAR(80) NOT NULL,
  country CHAR(2) NOT NULL,
  plan ENUM('trial', 'team', 'business', 'enterprise') NOT NULL,
  employees INT UNSIGNED NULL,
  is_demo TINYINT(1) NOT NULL DEFAULT 0,
  created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  PRIMARY KEY (id),
  UNIQUE KEY companies_slug (slug)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE candidates (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  company_id INT UNSIGNED NOT NULL,
  email VARCHAR(320) NOT NULL,
  full_name VARCHAR(200) NULL,
  language VARCHAR(16) NOT NULL,
  born_on DATE NULL,
  created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  deleted_at TIMESTAMP(6) NULL DEFAULT NULL,
  PRIMARY KEY (id),
  KEY candidates_company (company_id),
  KEY candidates_updated_at (updated_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE surveys (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  company_id INT UNSIGNED NOT NULL,
  title VARCHAR(200) NOT NULL,
  moment ENUM('application', 'interview', 'rejection', 'offer', 'onboarding') NOT NULL,
  channels SET('email', 'sms', 'link', 'widget') NOT NULL,
  anonymous TINYINT(1) NOT NULL DEFAULT 0,
  settings JSON NULL,
  created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  deleted_at TIMESTAMP(6) NULL DEFAULT NULL,
  PRIMARY KEY (id),
  KEY surveys_updated_at (updated_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE survey_responses (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  survey_id INT UNSIGNED NOT NULL,
  candidate_id BIGINT UNSIGNED NULL,
  status ENUM('started', 'completed', 'abandoned') NOT NULL,
  nps TINYINT UNSIGNED NULL,
  score DECIMAL(5, 2) NULL,
  seconds_spent DOUBLE NULL,
  comment TEXT NULL,
  context JSON NULL,
  responded_at DATETIME(6) NULL,
  created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  deleted_at TIMESTAMP(6) NULL DEFAULT NULL,
  PRIMARY KEY (id),
  KEY survey_responses_survey (survey_id),
  KEY survey_responses_updated_at (updated_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;

CREATE TABLE answers (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  response_id BIGINT UNSIGNED NOT NULL,
  question_id INT UNSIGNED NOT NULL,
  rating TINYINT NULL,
  body TEXT NULL,
  answered_at DATETIME(6) NULL,
  updated_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
  deleted_at TIMESTAMP(6) NULL DEFAULT NULL,
  PRIMARY KEY (id),
  KEY answers_response (response_id),
  KEY answers_updated_at (updated_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4;
